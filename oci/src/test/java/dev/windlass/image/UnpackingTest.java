// SPDX-License-Identifier: Apache-2.0
package dev.windlass.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.linux.Linux;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnpackingTest {
  private static final Limits LIMITS = Limits.STANDARD.withUnpacked(64 << 20, 1000);

  @TempDir Path temp;
  private Path folder = Path.of("");

  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createDirectories(temp.resolve("layer"));
  }

  private void unpack(byte[] tar) throws IOException {
    Unpacking.unpack(TarBall.pieces(tar), folder, LIMITS);
  }

  private Map<String, Object> unix(String name) throws IOException {
    return Files.readAttributes(folder.resolve(name), "unix:*", LinkOption.NOFOLLOW_LINKS);
  }

  private int mode(String name) throws IOException {
    return (Integer) unix(name).getOrDefault("mode", 0);
  }

  @Test
  void filesKeepContentOwnerModeAndTime() throws IOException {
    var then = Instant.parse("2024-02-29T12:34:56.789012300Z");
    unpack(
        new TarBall()
            .file(
                "bin/su",
                "binary".getBytes(UTF_8),
                entry -> {
                  entry.setMode(04755);
                  entry.setIds(1234, 5678);
                  entry.setLastModifiedTime(FileTime.from(then));
                })
            .tar());
    assertThat(folder.resolve("bin/su")).hasContent("binary");
    assertThat(unix("bin/su")).containsEntry("uid", 1234).containsEntry("gid", 5678);
    assertThat(mode("bin/su") & 07777).isEqualTo(04755);
    assertThat(Files.getLastModifiedTime(folder.resolve("bin/su")).toInstant()).isEqualTo(then);
  }

  @Test
  void foldersKeepModeAndTimeWhateverIsPutIntoThem() throws IOException {
    var then = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));
    unpack(
        new TarBall()
            .folder(
                "tmp",
                entry -> {
                  entry.setMode(01777);
                  entry.setLastModifiedTime(then);
                })
            .file("tmp/a", "a")
            .tar());
    assertThat(mode("tmp") & 07777).isEqualTo(01777);
    assertThat(Files.getLastModifiedTime(folder.resolve("tmp"))).isEqualTo(then);
  }

  @Test
  void linksAndDevicesAreMade() throws IOException {
    unpack(
        new TarBall()
            .file("a", "content")
            .hardLink("dir/b", "a")
            .symbolicLink("c", "/nowhere/at/all")
            .device("null", TarConstants.LF_CHR, 1, 3)
            .device("pipe", TarConstants.LF_FIFO, 0, 0)
            .tar());
    assertThat(unix("dir/b").get("ino")).isEqualTo(unix("a").get("ino"));
    assertThat(Files.readSymbolicLink(folder.resolve("c"))).hasToString("/nowhere/at/all");
    assertThat(unix("null").get("rdev")).isEqualTo(Linux.device(1, 3));
    assertThat(mode("pipe") & 0170000).isEqualTo(0010000);
  }

  @Test
  void whiteoutsBecomeWhatOverlayfsKnows() throws IOException {
    unpack(
        new TarBall()
            .folder("etc")
            .file("etc/.wh.passwd", "")
            .file("etc/.wh..wh..opq", "")
            .file("etc/.wh..wh.plnk", "")
            .tar());
    assertThat(unix("etc/passwd").get("rdev")).isEqualTo(0L);
    assertThat(mode("etc/passwd") & 0170000).isEqualTo(0020000);
    assertThat(Linux.attribute(folder.resolve("etc"), "trusted.overlay.opaque"))
        .hasValue("y".getBytes(UTF_8));
    try (var names = Files.list(folder.resolve("etc"))) {
      assertThat(names.map(name -> name.getFileName().toString())).containsExactly("passwd");
    }
  }

  @ParameterizedTest
  @ValueSource(chars = {'x', 'g'})
  void whatIsSaidOfAFileHasALimitAltogether(char type) throws IOException {
    var tar = new TarBall().file("a", "a").tar();
    for (int i = 0; i < 40; i++) {
      tar = withPax(type, Map.of("comment." + i, new byte[32 << 10]), tar);
    }
    assertTooBig(tar);
  }

  @Test
  void foldersThatTheTarForgotCountAsWell() throws IOException {
    var tar = new TarBall();
    for (int i = 0; i < 20; i++) {
      tar = tar.file(("f" + i + "/").repeat(60) + "a", "a");
    }
    assertTooBig(tar.tar());
  }

  private void assertTooBig(byte[] tar) {
    assertThatThrownBy(() -> unpack(tar))
        .isInstanceOfSatisfying(
            BadTar.class, bad -> assertThat(bad.flaw()).isEqualTo(Failure.BadLayer.Flaw.TOO_BIG));
  }

  @Test
  void aFolderThatReplacesOneBelowStaysOpaque() throws IOException {
    unpack(new TarBall().file(".wh.etc", "").folder("etc").file("etc/new", "n").tar());
    assertThat(folder.resolve("etc/new")).hasContent("n");
    assertThat(Linux.attribute(folder.resolve("etc"), "trusted.overlay.opaque")).isPresent();
  }

  @Test
  void attributesKeepTheirBytes() throws IOException {
    byte[] capability = {
      1, 0, 0, 2, (byte) 0x80, (byte) 0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
    };
    unpack(
        withPax(
            Map.of(
                "SCHILY.xattr.security.capability", capability,
                "SCHILY.xattr.user.note", "hi".getBytes(UTF_8),
                "SCHILY.xattr.trusted.overlay.redirect", "/etc".getBytes(UTF_8)),
            new TarBall().file("ping", "p").tar()));
    assertThat(Linux.attribute(folder.resolve("ping"), "security.capability")).hasValue(capability);
    assertThat(Linux.attribute(folder.resolve("ping"), "user.note")).hasValue("hi".getBytes(UTF_8));
    assertThat(Linux.attribute(folder.resolve("ping"), "trusted.overlay.redirect")).isEmpty();
  }

  @Test
  void namesMayBeAnyBytes() throws IOException {
    byte[] tar = new TarBall().file("zzz", "z").tar();
    tar[0] = (byte) 0xe4; // not UTF-8
    unpack(fixed(tar));
    unpack(new TarBall().file("dir/größe ✓", "x").tar());
    assertThat(ls("dir")).containsExactly("größe ✓".getBytes(UTF_8));
    assertThat(ls("")).anyMatch(name -> Arrays.equals(name, new byte[] {(byte) 0xe4, 'z', 'z'}));
  }

  /// Names as bytes, which the JDK does not give.
  private List<byte[]> ls(String dir) throws IOException {
    var ls = new ProcessBuilder("ls", "-1", folder.resolve(dir).toString()).start();
    var names = new ArrayList<byte[]>();
    for (var line : new String(ls.getInputStream().readAllBytes(), ISO_8859_1).split("\n", -1)) {
      if (!line.isEmpty()) {
        names.add(line.getBytes(ISO_8859_1));
      }
    }
    return names;
  }

  @Test
  void laterEntriesWin() throws IOException {
    unpack(
        new TarBall()
            .file("a", "old")
            .file("a", "new")
            .folder("b")
            .symbolicLink("b", "c")
            .file("b/inside", "x")
            .symbolicLink("d", "elsewhere")
            .file("d", "a file now")
            .tar());
    assertThat(folder.resolve("a")).hasContent("new");
    assertThat(folder.resolve("c/inside")).hasContent("x");
    assertThat(folder.resolve("d")).isRegularFile().hasContent("a file now");
  }

  @Test
  void symbolicLinksLeadAsTheyWillInTheContainer() throws IOException {
    unpack(
        new TarBall()
            .folder("usr/lib")
            .symbolicLink("lib", "/usr/lib")
            .symbolicLink("usr/lib64", "../usr/./lib")
            .file("lib/a", "a")
            .file("usr/lib64/b", "b")
            .tar());
    assertThat(folder.resolve("usr/lib/a")).hasContent("a");
    assertThat(folder.resolve("usr/lib/b")).hasContent("b");
  }

  @Test
  void anAbsoluteLinkNeverReachesThisMachine() throws IOException {
    var outside = Files.createDirectories(temp.resolve("outside"));
    unpack(new TarBall().symbolicLink("evil", outside.toString()).file("evil/x", "gotcha").tar());
    assertThat(outside).isEmptyDirectory();
    assertThat(folder.resolve(outside.toString().substring(1)).resolve("x")).hasContent("gotcha");
  }

  @Test
  void sparseFilesKeepTheirHoles() throws IOException, InterruptedException {
    for (var format :
        List.of(
            "--format=gnu",
            "--sparse-version=0.0",
            "--sparse-version=0.1",
            "--sparse-version=1.0")) {
      var source = Files.createDirectories(temp.resolve("source"));
      sh(
          "cd "
              + source
              + " && rm -f * && truncate -s 4M holes && printf begin | dd of=holes conv=notrunc status=none"
              + " && printf middle | dd of=holes bs=1 seek=2000000 conv=notrunc status=none && echo after > z");
      sh(
          "tar -C "
              + source
              + " --sparse "
              + (format.startsWith("--sparse") ? "--format=posix " : "")
              + format
              + " -cf "
              + temp.resolve("s.tar")
              + " holes z");
      unpack(Files.readAllBytes(temp.resolve("s.tar")));
      assertThat(folder.resolve("holes"))
          .as(format)
          .hasSameBinaryContentAs(source.resolve("holes"));
      assertThat(folder.resolve("z")).hasContent("after\n");
      assertThat(unix("holes").get("nlink")).isEqualTo(1);
      Files.delete(folder.resolve("holes"));
    }
  }

  private static void sh(String command) throws IOException, InterruptedException {
    var process = new ProcessBuilder("sh", "-c", command).inheritIO().start();
    assertThat(process.waitFor()).isZero();
  }

  @Test
  void gnuTarsAreReadAsWell() throws IOException, InterruptedException {
    var source = Files.createDirectories(temp.resolve("source"));
    var longName = "d".repeat(90) + "/" + "f".repeat(120);
    sh(
        "cd "
            + source
            + " && mkdir -p $(dirname "
            + longName
            + ") && echo long > "
            + longName
            + " && ln -s "
            + "t".repeat(200)
            + " link && chown -h 2200000:2200001 link");
    sh("tar -C " + source + " --format=gnu -cf " + temp.resolve("g.tar") + " .");
    unpack(Files.readAllBytes(temp.resolve("g.tar")));
    assertThat(folder.resolve(longName)).hasContent("long\n");
    assertThat(Files.readSymbolicLink(folder.resolve("link"))).hasToString("t".repeat(200));
    assertThat(unix("link")).containsEntry("uid", 2200000).containsEntry("gid", 2200001);
  }

  @Test
  void anEmptyLayerIsFine() throws IOException {
    unpack(new byte[0]);
    unpack(new byte[1024]);
    assertThat(folder).isEmptyDirectory();
  }

  interface Tars {
    TarBall make(TarBall tar) throws IOException;
  }

  record Hostile(String name, Tars tar, String says) {
    @Override
    public String toString() {
      return name;
    }
  }

  static final List<Hostile> hostile =
      List.of(
          new Hostile("climbs", t -> t.file("../x", "x"), "'../x' leads out of the layer"),
          new Hostile("climbs late", t -> t.file("a/../../x", "x"), "leads out of the layer"),
          new Hostile(
              "absolute",
              t ->
                  t.file(
                      "zetc/passwd",
                      "x".getBytes(UTF_8),
                      entry -> {
                        entry.setName("x");
                        entry.addPaxHeader("path", "/etc/passwd");
                      }),
              "'/etc/passwd' is an absolute path"),
          new Hostile(
              "climbs by link",
              t -> t.symbolicLink("up", "../../..").file("up/x", "x"),
              "goes through a symbolic link that leads out of the layer"),
          new Hostile(
              "climbs by two links",
              t ->
                  t.folder("a")
                      .symbolicLink("a/b", "..")
                      .symbolicLink("c", "a/b/../x")
                      .file("c/x", "x"),
              "leads out of the layer"),
          new Hostile(
              "links in a ring",
              t -> t.symbolicLink("a", "b").symbolicLink("b", "a").file("a/x", "x"),
              "too many symbolic links"),
          new Hostile("hard link out", t -> t.hardLink("x", "../../etc/shadow"), "leads out"),
          new Hostile("hard link to /", t -> t.hardLink("x", "/etc/shadow"), "absolute path"),
          new Hostile("hard link to nothing", t -> t.hardLink("x", "y"), "no file of this layer"),
          new Hostile(
              "hard link through a link out",
              t -> t.symbolicLink("up", "..").hardLink("x", "up/y"),
              "leads out of the layer"),
          new Hostile(
              "file as folder", t -> t.file("a", "a").file("a/b", "b"), "goes through a file"),
          new Hostile(
              "file over a full folder", t -> t.file("a/b", "b").file("a", "a"), "not empty"),
          new Hostile("whiteout of ..", t -> t.file("a/.wh...", ""), "hides nothing"),
          new Hostile("whiteout of nothing", t -> t.file(".wh.", ""), "hides nothing"),
          new Hostile(
              "too deep", t -> t.file("d/".repeat(501) + "x", "x"), "more than 500 folders"));

  @ParameterizedTest
  @FieldSource("hostile")
  void refusesTarsThatNobodyShouldUnpack(Hostile row) throws IOException {
    var before = everythingIn(temp);
    byte[] tar = row.tar.make(new TarBall()).tar();
    assertThatThrownBy(() -> unpack(tar)).isInstanceOf(BadTar.class).hasMessageContaining(row.says);
    assertThat(everythingIn(temp)).as("outside the layer").isEqualTo(before);
  }

  private List<Path> everythingIn(Path top) throws IOException {
    try (Stream<Path> all = Files.walk(top)) {
      return all.filter(path -> !path.startsWith(folder)).toList();
    }
  }

  @Test
  void refusesWhatIsNoTar() {
    byte[] noise = "this is no tar at all. ".repeat(100).getBytes(UTF_8);
    assertThatThrownBy(() -> unpack(noise))
        .isInstanceOf(BadTar.class)
        .hasMessageContaining("invalid tar header");
  }

  @Test
  void refusesATarThatEndsInAFile() throws IOException {
    byte[] tar = Arrays.copyOf(new TarBall().file("a", "a".repeat(5000)).tar(), 2048);
    assertThatThrownBy(() -> unpack(tar))
        .isInstanceOf(BadTar.class)
        .hasMessageContaining("ends in the middle of a file");
  }

  @Test
  void refusesMoreFilesThanAllowed() throws IOException {
    var tar = new TarBall();
    for (int i = 0; i <= LIMITS.entries(); i++) {
      tar.file("f" + i, "");
    }
    byte[] bytes = tar.tar();
    assertThatThrownBy(() -> unpack(bytes))
        .isInstanceOf(BadTar.class)
        .hasMessage("more than 1,000 files");
  }

  @Test
  void refusesAnAbsurdSize() throws IOException {
    byte[] tar = new TarBall().file("a", "a").tar();
    System.arraycopy("77777777777\0".getBytes(UTF_8), 0, tar, 124, 12);
    assertThatThrownBy(() -> unpack(fixed(tar))).isInstanceOf(BadTar.class);
  }

  /// With the header's sum made right again.
  private static byte[] fixed(byte[] tar) {
    Arrays.fill(tar, 148, 156, (byte) ' ');
    int sum = 0;
    for (int i = 0; i < 512; i++) {
      sum += tar[i] & 0xff;
    }
    System.arraycopy("%06o\0 ".formatted(sum).getBytes(UTF_8), 0, tar, 148, 8);
    return tar;
  }

  /// The tar with an extended header in front of its first entry, made by hand because
  /// commons-compress writes only text.
  private static byte[] withPax(Map<String, byte[]> values, byte[] tar) throws IOException {
    return withPax('x', values, tar);
  }

  private static byte[] withPax(char type, Map<String, byte[]> values, byte[] tar)
      throws IOException {
    var records = new ByteArrayOutputStream();
    for (var value : values.entrySet()) {
      int rest = 3 + value.getKey().length() + value.getValue().length; // space, = and newline
      int length = rest + 2;
      length = rest + Integer.toString(length).length();
      records.write((length + " " + value.getKey() + "=").getBytes(UTF_8));
      records.write(value.getValue());
      records.write('\n');
    }
    byte[] header = Arrays.copyOf(tar, 512);
    header[156] = (byte) type;
    System.arraycopy("%011o\0".formatted(records.size()).getBytes(UTF_8), 0, header, 124, 12);
    var all = new ByteArrayOutputStream();
    all.write(fixed(header));
    all.write(Arrays.copyOf(records.toByteArray(), (records.size() + 511) / 512 * 512));
    all.write(tar);
    return all.toByteArray();
  }
}
