// SPDX-License-Identifier: Apache-2.0

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// Plays the faults of the registry that fails to several programs, judges what they say by the words
/// of `diagnosis-words.txt`, and writes the scoreboard.
public final class Diagnosis {
  private static final Duration PATIENCE = Duration.ofSeconds(70);
  private static final int MOST_SHOWN = 900;
  private static final Path WORDS = Path.of("bench/diagnosis-words.txt");
  private static final Path PAGE = Path.of("docs/reference/scoreboard.md");

  private Diagnosis() {}

  record Fault(String name, String says, String cause, String scheme, String reference, String username, String password) {
    boolean isPlain() {
      return scheme.equals("http");
    }

    boolean hasLogin() {
      return !username.isEmpty();
    }
  }

  record Said(boolean ended, int code, String output, long milliseconds) {}

  record Verdict(boolean cause, boolean remedy) {}

  interface Program {
    List<String> command(Fault fault, Path scratch);
  }

  static final Map<String, Program> PROGRAMS = new LinkedHashMap<>();

  static {
    PROGRAMS.put("windlass doctor", (fault, _) -> {
      var words = new ArrayList<>(List.of("./windlass", "doctor", fault.reference(), "--alone"));
      if (fault.hasLogin()) {
        words.addAll(List.of("--username", fault.username(), "--password-stdin"));
      }
      if (!fault.isPlain()) {
        words.add("--tls");
      }
      return words;
    });
    PROGRAMS.put("podman pull", (fault, scratch) -> {
      var words = new ArrayList<>(List.of("podman", "--root", scratch + "/podman", "--runroot", scratch + "/podman-run",
          "--storage-driver", "overlay", "pull"));
      login(words, "--creds", fault);
      if (fault.isPlain()) {
        words.add("--tls-verify=false");
      }
      words.add(fault.reference());
      return words;
    });
    PROGRAMS.put("skopeo inspect", (fault, _) -> {
      var words = new ArrayList<>(List.of("skopeo", "inspect"));
      login(words, "--creds", fault);
      if (fault.isPlain()) {
        words.add("--tls-verify=false");
      }
      words.add("docker://" + fault.reference());
      return words;
    });
    PROGRAMS.put("ctr images pull", (fault, scratch) -> {
      var words = new ArrayList<>(List.of(Files.exists(Path.of("/opt/windlass/ctr/ctr")) ? "/opt/windlass/ctr/ctr" : "ctr",
          "--address", scratch + "/containerd.sock", "images", "pull", "--snapshotter=native"));
      login(words, "--user", fault);
      if (fault.isPlain()) {
        words.add("--plain-http");
      }
      words.add(fault.reference());
      return words;
    });
  }

  private static void login(List<String> words, String option, Fault fault) {
    if (fault.hasLogin()) {
      words.addAll(List.of(option, fault.username() + ":" + fault.password()));
    }
  }

  public static void main(String[] args) throws Exception {
    if (args[0].equals("authority")) {
      System.out.println(text(Files.readString(Path.of(args[1])), "authority"));
      return;
    }
    play(Path.of(args[1]), Pattern.compile(args[2]));
  }

  private static void play(Path scratch, Pattern which) throws Exception {
    var json = Files.readString(scratch.resolve("faults.json"));
    var words = words();
    checkHealthy(json, scratch);
    var faults =
        faults(json.substring(json.indexOf("\"faults\""))).stream()
            .filter(fault -> which.matcher(fault.name()).matches())
            .toList();
    var all = new LinkedHashMap<Fault, Map<String, Said>>();
    for (var fault : faults) {
      all.put(fault, played(fault, scratch));
      System.err.println(fault.name());
    }
    report(all, words, which.pattern().equals(".*"));
  }

  /// Side by side, as most of the time is spent with waiting.
  private static Map<String, Said> played(Fault fault, Path scratch) throws Exception {
    var said = new LinkedHashMap<String, Said>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var running = new LinkedHashMap<String, Future<Said>>();
      PROGRAMS.forEach((name, program) ->
          running.put(name, threads.submit(() -> run(program.command(fault, scratch), fault))));
      for (var one : running.entrySet()) {
        said.put(one.getKey(), one.getValue().get());
      }
    }
    return said;
  }

  /// Who cannot pull what is healthy is not set up right, and would lose for that.
  private static void checkHealthy(String json, Path scratch) throws Exception {
    var healthy = faults(json.substring(json.indexOf("\"healthy\""), json.indexOf("\"faults\"")));
    for (var fault : healthy) {
      for (var program : PROGRAMS.entrySet()) {
        var said = run(program.getValue().command(fault, scratch), fault);
        if (said.code() != 0) {
          System.err.printf("%s cannot pull %s:%n%s%n", program.getKey(), fault, said.output());
        }
      }
    }
  }

  private static Said run(List<String> command, Fault fault) throws IOException, InterruptedException {
    var file = Files.createTempFile("windlass-said-", "");
    try {
      long began = System.nanoTime();
      var process =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(file.toFile()).start();
      try (var in = process.getOutputStream()) {
        in.write(fault.password().getBytes(UTF_8));
      } catch (IOException notRead) {
        // it asks for no password
      }
      boolean ended = process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      long took = (System.nanoTime() - began) / 1_000_000;
      if (!ended) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
      }
      return new Said(ended, ended ? process.exitValue() : -1, Files.readString(file, UTF_8), took);
    } finally {
      Files.delete(file);
    }
  }

  /// The rule: it failed within the time, and the words are in what it said.
  private static Verdict judge(Said said, Fault fault, Map<String, Pattern> words) {
    if (!said.ended() || said.code() == 0) {
      return new Verdict(false, false);
    }
    var text = said.output().replace("/" + fault.name() + "/", "/");
    return new Verdict(
        words.get(fault.cause()).matcher(text).find(), words.get("remedy").matcher(text).find());
  }

  private static void report(
      Map<Fault, Map<String, Said>> all, Map<String, Pattern> words, boolean writes)
      throws IOException {
    var page = new StringBuilder();
    var causes = new HashMap<String, Integer>();
    var remedies = new HashMap<String, Integer>();
    var rows = new StringBuilder();
    var texts = new StringBuilder();
    all.forEach((fault, said) -> {
      rows.append("| `%s` | %s |".formatted(fault.name(), fault.cause()));
      texts.append("### %s\n\n%s True cause: `%s`.\n\n".formatted(fault.name(), fault.says(), fault.cause()));
      said.forEach((program, what) -> {
        var verdict = judge(what, fault, words);
        causes.merge(program, verdict.cause() ? 1 : 0, Integer::sum);
        remedies.merge(program, verdict.remedy() ? 1 : 0, Integer::sum);
        rows.append(' ').append(mark(what, verdict)).append(" |");
        texts.append("%s (%s):\n\n```\n%s\n```\n\n".formatted(program, mark(what, verdict), shown(what)));
      });
      rows.append('\n');
    });
    page.append("# Who names the cause?\n\n");
    page.append(
        """
        Every pull fault of `windlass registry-chaos`, played to four programs by `./dev bench diagnosis` on %s, on one machine, with the versions
        that Debian and this tree had: %s. Each was given the login and the trust that the fault asks for.

        The rule is the same for all and is in `bench/diagnosis-words.txt`: a program **names the cause** when it fails within %d s and its output,
        without the fault's own name in the reference, has words that tell this cause; it **names a remedy** when it says what to do or to check. `cause` and
        `remedy` say which of them it did, `worked` that it saw no fault (`skopeo inspect` never looks at layers), `silent` that it said nothing
        that counts, `no end` that it was still busy. The words are ours, and so is the kit: judge by the texts below.

        """
            .formatted(LocalDate.now(), versions(), PATIENCE.toSeconds()));
    page.append("| program | causes named | remedies named | median ms |\n|---|---|---|---|\n");
    PROGRAMS.keySet().forEach(program ->
        page.append("| %s | %d of %d | %d | %d |\n".formatted(program, causes.getOrDefault(program, 0), all.size(),
            remedies.getOrDefault(program, 0), median(all, program))));
    page.append("\n| fault | true cause |");
    PROGRAMS.keySet().forEach(program -> page.append(' ').append(program).append(" |"));
    page.append("\n|---|---|").append("---|".repeat(PROGRAMS.size())).append('\n');
    page.append(rows).append("\n## What they said\n\n").append(texts);
    if (writes) {
      Files.writeString(PAGE, page.toString().stripTrailing() + "\n");
    } else {
      System.out.println(page);
    }
    ratios(causes, remedies, all);
  }

  private static String mark(Said said, Verdict verdict) {
    if (!said.ended()) {
      return "no end";
    }
    if (said.code() == 0) {
      return "worked";
    }
    return verdict.cause()
        ? verdict.remedy() ? "cause, remedy" : "cause"
        : verdict.remedy() ? "remedy" : "silent";
  }

  private static String shown(Said said) {
    var text =
        said.output()
            .replaceAll("(?m)^time=\"[^\"]*\" ", "")
            .replaceAll("(?s)\nSteps:\n.*", "")
            .replaceAll("\u001b\\[[0-9;]*[A-Za-z]", "")
            .strip();
    return text.length() > MOST_SHOWN ? text.substring(0, MOST_SHOWN) + " …" : text;
  }

  private static long median(Map<Fault, Map<String, Said>> all, String program) {
    var times = all.values().stream().mapToLong(said -> said.get(program).milliseconds()).sorted().toArray();
    return times.length == 0 ? 0 : times[times.length / 2];
  }

  private static void ratios(
      Map<String, Integer> causes, Map<String, Integer> remedies, Map<Fault, Map<String, Said>> all) {
    var ours = PROGRAMS.keySet().iterator().next();
    PROGRAMS.keySet().stream().filter(program -> !program.equals(ours)).forEach(peer -> {
      var name = peer.replaceFirst(" .*", "");
      System.out.printf("ratio causes-named-%s OURS/PEER %.2f (above 1 is more)%n", name,
          causes.getOrDefault(ours, 0) / (double) Math.max(1, causes.getOrDefault(peer, 0)));
      System.out.printf("ratio remedies-named-%s OURS/PEER %.2f (above 1 is more)%n", name,
          remedies.getOrDefault(ours, 0) / (double) Math.max(1, remedies.getOrDefault(peer, 0)));
    });
    System.out.printf("causes named of %d: %s%n", all.size(), causes);
  }

  private static String versions() throws IOException {
    var found = new ArrayList<String>();
    for (var command : List.of("podman --version", "skopeo --version", "containerd --version")) {
      var process = new ProcessBuilder(command.split(" ")).start();
      found.add(new String(process.getInputStream().readAllBytes(), UTF_8).strip());
    }
    return String.join("; ", found);
  }

  private static Map<String, Pattern> words() throws IOException {
    var words = new HashMap<String, Pattern>();
    for (var line : Files.readAllLines(WORDS)) {
      if (!line.isBlank() && !line.startsWith("#")) {
        var parts = line.split("\\s+", 2);
        words.put(parts[0], Pattern.compile(parts[1], Pattern.CASE_INSENSITIVE | Pattern.DOTALL));
      }
    }
    return words;
  }

  /// The kit's own JSON: objects of texts, without objects in them.
  private static List<Fault> faults(String json) {
    return Arrays.stream(json.split("\\},\\{"))
        .filter(one -> text(one, "operation").equals("pull"))
        .map(one ->
            new Fault(
                text(one, "name"),
                text(one, "says"),
                text(one, "cause"),
                text(one, "scheme"),
                text(one, "reference"),
                text(one, "username"),
                text(one, "password")))
        .toList();
  }

  private static String text(String json, String name) {
    var found = Pattern.compile("\"" + name + "\":\"((?:[^\"\\\\]|\\\\.)*)\"").matcher(json);
    return found.find() ? found.group(1).replace("\\n", "\n").replace("\\\"", "\"").replace("\\\\", "\\") : "";
  }
}
