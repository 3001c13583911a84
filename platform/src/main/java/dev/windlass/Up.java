// SPDX-License-Identifier: Apache-2.0
package dev.windlass;

import com.sun.management.OperatingSystemMXBean;
import dev.windlass.Usage.Trouble;
import dev.windlass.cli.Surroundings;
import dev.windlass.engine.app.Rung;
import dev.windlass.engine.app.Standby;
import dev.windlass.engine.job.Capacity;
import dev.windlass.image.InvalidName;
import dev.windlass.image.Mirror;
import dev.windlass.image.Mirrors;
import dev.windlass.image.Secret;
import dev.windlass.registry.store.Account;
import dev.windlass.server.Quotas;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/// `windlass up`: an engine in this process, until it is told to stop.
///
/// With `--wait-only` it is the launcher's other half: the engine runs in the process of that
/// number, and this one waits until it is ready. With `--train` and `--train-cli` it shows the JVM
/// what it needs for a quick start.
final class Up {
  private static final String QUOTA = "--quota";
  private static final String WINDOW = "--scale-window";
  private static final String CAPACITY = "--job-capacity";
  private static final String ACCESS_LOG = "--access-log";
  private static final String STANDBY = "--standby";

  /// Which part of the machine's memory frozen instances may keep.
  private static final int PART_FOR_FROZEN = 4;

  private static final String MIRROR = "--registry-mirror";

  private final Surroundings around;

  Up(Surroundings around) {
    this.around = around;
  }

  int run(List<String> words) {
    return Usage.of(
            around,
            "up",
            "Start an engine, and run until it is told to stop.",
            state(StateFolder.USUAL.toString()),
            port(
                "--port",
                "The API's port; 0 for any that is free. Default: as last time, or 7070."),
            port("--registry-port", "The registry's. Default: as last time, or 5000."),
            port(
                "--registry-private-port",
                "The registry's other one, on which pulls are free. Default: as last time, or any"
                    + " that is free."),
            port("--ingress-port", "The ingress's, for apps. Default: as last time, or 7080."),
            port(
                "--ingress-private-port",
                "The ingress's other one, for apps whose visibility is private. Default: as last"
                    + " time, or any that is free."),
            OptionSpec.builder("--registry-private")
                .type(String.class)
                .paramLabel("NAMESPACE")
                .defaultValue("private")
                .description(
                    "Repositories under it need a login, unless it was there before."
                        + " Default: ${DEFAULT-VALUE}.")
                .build(),
            OptionSpec.builder("--registry-plan")
                .type(String.class)
                .paramLabel("free|standard")
                .defaultValue("standard")
                .description(
                    "What a new registry begins with: free has limits as IBM's, standard none."
                        + " Default: ${DEFAULT-VALUE}.")
                .build(),
            OptionSpec.builder(MIRROR)
                .type(List.class)
                .auxiliaryTypes(String.class)
                .paramLabel("HOST=PLACE")
                .description(
                    "Where to ask first for the images of a registry: localhost:5000/hub for"
                        + " icr.io. With ',only' at the end the registry itself is never asked. Can"
                        + " be given again; 'none' for no mirrors. Default: as last time.")
                .build(),
            OptionSpec.builder("--image-cache")
                .type(String.class)
                .paramLabel("SIZE|none")
                .description(
                    "How much room images may take, such as 50G. When they take more, those go that"
                        + " nobody needs, the longest unused first. Default: as last time, or none.")
                .build(),
            OptionSpec.builder("--image-disk")
                .type(String.class)
                .paramLabel("HIGH,LOW")
                .description(
                    "The same when the disk that they are on is HIGH percent full, until it is LOW"
                        + " percent full. Default: as last time, or 85,80.")
                .build(),
            OptionSpec.builder(QUOTA)
                .type(List.class)
                .auxiliaryTypes(String.class)
                .paramLabel("KIND=N")
                .description(
                    "How many of a kind there may be in a project, such as apps=200; projects=N: on"
                        + " the engine. Can be given again; 'standard' for Code Engine's. Default:"
                        + " as last time.")
                .build(),
            OptionSpec.builder(WINDOW)
                .type(Integer.class)
                .paramLabel("SECONDS")
                .description(
                    "How much of the past counts for how many instances an app has: 6 to 3600. An"
                        + " app of which nothing was asked for so long has none, unless it is to"
                        + " have some. Default: as last time, or 60.")
                .build(),
            OptionSpec.builder(STANDBY)
                .type(String.class)
                .paramLabel("frozen|created|cold")
                .description(
                    "How an app waits at most that is scaled to zero. frozen: one instance is"
                        + " stopped in the middle, keeps its memory and wakes in a few ms; after"
                        + " a while, or when others need the memory, like created: its container"
                        + " is made and not started. cold: nothing is kept. Default: as last"
                        + " time, or frozen.")
                .build(),
            OptionSpec.builder(CAPACITY)
                .type(String.class)
                .paramLabel("CPU,MEMORY|machine")
                .description(
                    "What the instances of job runs may ask for together, such as 8,32G; others"
                        + " wait. More than the machine has lets more run at a time, each slower."
                        + " Default: as last time, or what the machine has.")
                .build(),
            OptionSpec.builder("--tls")
                .type(String.class)
                .paramLabel("on|off")
                .description(
                    "Whether all addresses speak TLS, with certificates of an authority that the"
                        + " engine makes for itself: tls/ca.pem in its folder. Default: as last"
                        + " time, or off.")
                .build(),
            OptionSpec.builder(ACCESS_LOG)
                .type(String.class)
                .paramLabel("FILE|none")
                .description(
                    "A file that gets a line of JSON for each request to an app. It is begun anew at"
                        + " 50 MB, and the two before it are kept. Default: as last time, or none.")
                .build(),
            OptionSpec.builder("--trace-to")
                .type(String.class)
                .paramLabel("URL|none")
                .description(
                    "A collector of OpenTelemetry that gets a span of each request to an app, by"
                        + " OTLP over HTTP, such as http://127.0.0.1:4318. Default: as last time, or"
                        + " none.")
                .build(),
            OptionSpec.builder("--passphrase-file")
                .type(Path.class)
                .paramLabel("FILE")
                .description(
                    "What to make the key from that secrets are encrypted with; at the first start"
                        + " and then at each. Without it the key lies in the state folder.")
                .build(),
            OptionSpec.builder("-d", "--detach")
                .type(boolean.class)
                .description("Go on in the background, once the engine is ready.")
                .build(),
            hidden("--wait-only", long.class),
            hidden("--train", boolean.class),
            hidden("--train-cli", boolean.class))
        .run(words, this::run);
  }

  static OptionSpec state(String usual) {
    return OptionSpec.builder("--state")
        .type(Path.class)
        .paramLabel("DIR")
        .description("The folder in which the engine lives. Default: " + usual + ".")
        .build();
  }

  private static OptionSpec port(String name, String says) {
    return OptionSpec.builder(name).type(Integer.class).paramLabel("N").description(says).build();
  }

  private static OptionSpec hidden(String name, Class<?> type) {
    return OptionSpec.builder(name).type(type).hidden(true).build();
  }

  private int run(ParseResult options) throws IOException, InterruptedException {
    if (options.matchedOptionValue("--train", false)) {
      return Training.ofEngine();
    }
    if (options.matchedOptionValue("--train-cli", false)) {
      return Training.ofCli();
    }
    var folder = StateFolder.at(options.matchedOptionValue("--state", StateFolder.USUAL));
    long process = options.matchedOptionValue("--wait-only", 0L);
    return process == 0 ? serve(folder, options) : new Waiting(around, folder, process).run();
  }

  private int serve(StateFolder folder, ParseResult options)
      throws IOException, InterruptedException {
    var lock = folder.lock();
    if (lock.isEmpty()) {
      throw new Trouble(
          "Cannot start an engine on " + folder.path(),
          folder.process().map(process -> "process " + process.pid()).orElse("another process")
              + " runs one there",
          "use that one: windlass status; or another folder: windlass up --state DIR");
    }
    var daemon = Daemon.start(folder, wishes(folder, options), around.home());
    var stop = new CountDownLatch(1);
    var ended = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(stop, ended)));
    around.out().print(daemon.ready());
    around.out().flush();
    stop.await();
    daemon.close();
    ended.countDown();
    lock.get().close();
    return 0;
  }

  /// A signal asks the JVM to end, which waits for this.
  private static void end(CountDownLatch stop, CountDownLatch ended) {
    stop.countDown();
    try {
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Daemon.Wishes wishes(StateFolder folder, ParseResult options) throws IOException {
    var last = folder.identity().ports();
    return new Daemon.Wishes(
        new StateFolder.Ports(
            options.matchedOptionValue("--port", usual(last.api(), 7070)),
            options.matchedOptionValue("--registry-port", usual(last.registry(), 5000)),
            options.matchedOptionValue("--registry-private-port", last.registryPrivate()),
            options.matchedOptionValue("--ingress-port", usual(last.ingress(), 7080)),
            options.matchedOptionValue("--ingress-private-port", last.ingressPrivate())),
        Set.of(options.matchedOptionValue("--registry-private", "private")),
        plan(options.matchedOptionValue("--registry-plan", "standard")),
        mirrors(options.matchedOptionValue(MIRROR, folder.identity().mirrors())),
        cache(
            options.matchedOptionValue("--image-cache", folder.identity().imageCache()),
            options.matchedOptionValue("--image-disk", folder.identity().imageDisk())),
        passphrase(options),
        quotas(options.matchedOptionValue(QUOTA, folder.identity().quotas())),
        tls(options.matchedOptionValue("--tls", folder.identity().tls() ? "on" : "off")),
        window(options.matchedOptionValue(WINDOW, folder.identity().scaleWindow())),
        standby(options.matchedOptionValue(STANDBY, folder.identity().standby())),
        new Witnesses(
            file(options.matchedOptionValue(ACCESS_LOG, folder.identity().accessLog())),
            options.matchedOptionValue("--trace-to", folder.identity().traces())),
        capacity(options.matchedOptionValue(CAPACITY, folder.identity().jobCapacity())));
  }

  private static String capacity(String words) {
    try {
      var _ = Capacity.parse(words);
      return words;
    } catch (InvalidName e) {
      throw new Trouble(
          "Cannot bound the instances of job runs",
          String.valueOf(e.getMessage()),
          "windlass up " + CAPACITY + " 8,32G");
    }
  }

  /// Wherever the engine is started from the next time, it is the same file.
  private static String file(String name) {
    return name.equals("none") ? name : Path.of(name).toAbsolutePath().toString();
  }

  private static Standby standby(String word) {
    var rung =
        Arrays.stream(Rung.values())
            .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(word))
            .findFirst()
            .orElseThrow(() ->
                new Trouble(
                    STANDBY + " is '" + word + "'",
                    "it needs to be frozen, created or cold",
                    "windlass up " + STANDBY + " frozen"));
    var machine = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return new Standby(rung, machine.getTotalMemorySize() / PART_FOR_FROZEN);
  }

  private static Quotas quotas(List<String> words) {
    try {
      return words.equals(List.of("standard")) ? Quotas.STANDARD : Quotas.parse(words);
    } catch (InvalidName e) {
      throw new Trouble(
          "Cannot set a quota",
          String.valueOf(e.getMessage()),
          "write how many there may be in a project: windlass up " + QUOTA + " apps=200");
    }
  }

  private static Optional<Secret> passphrase(ParseResult options) throws IOException {
    Path file = options.matchedOptionValue("--passphrase-file", null);
    if (file == null) {
      return Optional.empty();
    }
    var words = Files.exists(file) ? Files.readString(file).strip() : "";
    if (words.isEmpty()) {
      throw new Trouble(
          "Cannot read a passphrase from " + file,
          Files.exists(file) ? "the file is empty" : "there is no such file",
          "write it there, for your eyes only: install -m 600 /dev/null " + file);
    }
    return Optional.of(new Secret(words));
  }

  private static Duration window(int seconds) {
    if (seconds != 0 && (seconds < 6 || seconds > 3600)) {
      throw new Trouble(
          WINDOW + " is " + seconds,
          "it needs to be 6 to 3600 seconds",
          "windlass up " + WINDOW + " 60");
    }
    return Duration.ofSeconds(seconds == 0 ? 60 : seconds);
  }

  private static boolean tls(String word) {
    return switch (word) {
      case "on" -> true;
      case "off" -> false;
      default ->
          throw new Trouble(
              "--tls is '" + word + "'", "it needs to be on or off", "windlass up --tls on");
    };
  }

  private static Account.Plan plan(String word) {
    return switch (word) {
      case "free" -> Account.Plan.FREE;
      case "standard" -> Account.Plan.STANDARD;
      default ->
          throw new Trouble(
              "There is no plan '" + word + "'", "the plans are free and standard", "name one");
    };
  }

  /// Images of revisions that are there already are to be found where they were, so mirrors are
  /// remembered.
  private static Mirrors mirrors(List<String> words) {
    try {
      return words.equals(List.of("none"))
          ? Mirrors.NONE
          : new Mirrors(words.stream().map(Mirror::parse).toList());
    } catch (InvalidName e) {
      throw new Trouble(
          "Cannot mirror a registry",
          String.valueOf(e.getMessage()),
          "write which registry and where to ask instead: windlass up "
              + MIRROR
              + " icr.io=localhost:5000/hub");
    }
  }

  private static Daemon.ImageCache cache(String size, String watermarks) {
    var cache = new Daemon.ImageCache(size, watermarks);
    try {
      cache.policy();
      return cache;
    } catch (InvalidName e) {
      throw new Trouble(
          "Cannot limit the room for images",
          String.valueOf(e.getMessage()),
          "write how much they may take: windlass up --image-cache 50G --image-disk 85,80");
    }
  }

  private static int usual(int last, int first) {
    return last == 0 ? first : last;
  }
}
