// SPDX-License-Identifier: Apache-2.0
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The clients of `registry.sh`: pushes and pulls images as docker and containerd do, and does as
/// little besides as it can. Reads orders, one a line, such as `push small 16 5000 round-1`, and
/// answers each with the microseconds it took.
///
/// A client has one connection that it keeps. For each image it asks `/v2/`, and when it is told
/// to, gets a token for the repository. What it pulls is counted; it is hashed only when the
/// program is started with `verify`, as the clients share the processors with the server.
final class RegistryLoad {
  private static final int SMALL_IMAGES = 200;
  private static final int LARGE_LAYERS = 5;
  private static final String TYPE = "application/vnd.oci.image.manifest.v1+json";
  private static final Pattern PART =
      Pattern.compile("\"digest\":\"(sha256:[0-9a-f]{64})\",\"size\":([0-9]+)");
  private static final Pattern TOKEN = Pattern.compile("\"token\":\"([^\"]+)\"");

  private final Content content;
  private final boolean verify;

  private RegistryLoad(Content content, boolean verify) {
    this.content = content;
    this.verify = verify;
  }

  public static void main(String[] args) throws Exception {
    int largeBytes = Integer.parseInt(args[0]) << 20;
    var load =
        new RegistryLoad(new Content(largeBytes / LARGE_LAYERS), List.of(args).contains("verify"));
    var orders = new BufferedReader(new InputStreamReader(System.in));
    for (String line = orders.readLine(); line != null; line = orders.readLine()) {
      System.out.println(load.run(Order.parse(line)));
    }
  }

  /// @param round names repositories and makes bytes that no other round has
  private record Order(boolean push, boolean large, int clients, int port, String round) {
    static Order parse(String line) {
      var words = line.split(" ");
      return new Order(
          words[0].equals("push"),
          words[1].equals("large"),
          Integer.parseInt(words[2]),
          Integer.parseInt(words[3]),
          words[4] + "/" + words[1] + "-" + words[2]);
    }
  }

  private long run(Order order) throws Exception {
    var images = new ConcurrentLinkedQueue<>(order.large ? large(order) : small(order));
    try (var threads = Executors.newFixedThreadPool(order.clients)) {
      long began = System.nanoTime();
      var clients =
          IntStream.range(0, order.clients)
              .mapToObj(_ -> threads.submit(() -> client(order, images)))
              .toList();
      for (Future<?> client : clients) {
        client.get();
      }
      return (System.nanoTime() - began) / 1000;
    }
  }

  private Void client(Order order, ConcurrentLinkedQueue<Image> images) throws IOException {
    try (var connection = new Connection(order.port, verify)) {
      for (Image image = images.poll(); image != null; image = images.poll()) {
        if (order.push) {
          push(new Session(connection, image.repository, "pull,push"), image);
        } else {
          pull(new Session(connection, image.repository, "pull"), image);
        }
      }
    }
    return null;
  }

  // --- What is pushed
  // ------------------------------------------------------------------------------------------------

  /// One image, which each client has for a repository of its own.
  private List<Image> large(Order order) {
    var random = new Random(order.round.hashCode());
    var layers = Stream.generate(() -> content.layer(random)).limit(LARGE_LAYERS).toList();
    return IntStream.range(0, order.clients)
        .mapToObj(client -> Image.of(order.round + "/" + client, layers, "large"))
        .toList();
  }

  /// Many images, which the clients share out. All have one layer in common.
  private static List<Image> small(Order order) {
    var random = new Random(order.round.hashCode());
    var shared = Blob.random(random);
    return IntStream.range(0, SMALL_IMAGES)
        .mapToObj(image ->
            Image.of(
                order.round + "/" + image,
                List.of(shared, Blob.random(random), Blob.random(random), Blob.random(random)),
                "small-" + image))
        .toList();
  }

  private record Image(String repository, List<Blob> blobs, byte[] manifest) {
    static Image of(String repository, List<Blob> layers, String name) {
      var config = Blob.of(config(name, layers).getBytes(StandardCharsets.UTF_8));
      var blobs = Stream.concat(layers.stream(), Stream.of(config)).toList();
      String manifest =
          "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":%s,\"layers\":[%s]}"
              .formatted(
                  TYPE,
                  config.descriptor("application/vnd.oci.image.config.v1+json"),
                  String.join(
                      ",",
                      layers.stream()
                          .map(l -> l.descriptor("application/vnd.oci.image.layer.v1.tar+gzip"))
                          .toList()));
      return new Image(repository, blobs, manifest.getBytes(StandardCharsets.UTF_8));
    }

    private static String config(String name, List<Blob> layers) {
      return "{\"architecture\":\"amd64\",\"os\":\"linux\",\"author\":\"%s\",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[%s]}}"
          .formatted(
              name, String.join(",", layers.stream().map(l -> '"' + l.digest + '"').toList()));
    }
  }

  private record Blob(String digest, List<ByteBuffer> parts) {
    static Blob of(byte[] bytes) {
      return new Blob(named(sha256().digest(bytes)), List.of(ByteBuffer.wrap(bytes)));
    }

    static Blob random(Random random) {
      byte[] bytes = new byte[1000 + random.nextInt(19_000)];
      random.nextBytes(bytes);
      return of(bytes);
    }

    long size() {
      return parts.stream().mapToLong(ByteBuffer::remaining).sum();
    }

    String descriptor(String type) {
      return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}".formatted(type, digest, size());
    }

    List<ByteBuffer> bytes() {
      return parts.stream().map(ByteBuffer::duplicate).toList();
    }
  }

  /// Large layers are the same random bytes with different ends, so that a new one costs nothing to
  /// make.
  private static final class Content {
    private final ByteBuffer bulk;
    private final MessageDigest bulkHash = sha256();

    Content(int size) {
      byte[] bytes = new byte[size - Long.BYTES];
      new Random(1).nextBytes(bytes);
      bulkHash.update(bytes);
      bulk = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }

    Blob layer(Random random) {
      byte[] end = ByteBuffer.allocate(Long.BYTES).putLong(random.nextLong()).array();
      try {
        var hash = (MessageDigest) bulkHash.clone();
        return new Blob(named(hash.digest(end)), List.of(bulk, ByteBuffer.wrap(end)));
      } catch (CloneNotSupportedException e) {
        throw new AssertionError("the SHA-256 of the JDK can be cloned", e);
      }
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }

  private static String named(byte[] hash) {
    return "sha256:" + HexFormat.of().formatHex(hash);
  }

  // --- How it is pushed and pulled
  // --------------------------------------------------------------------------------------

  private static void push(Session session, Image image) throws IOException {
    for (Blob blob : image.blobs) {
      if (session.send("HEAD", "/blobs/" + blob.digest, "").status == 404) {
        var begun = session.send("POST", "/blobs/uploads/", "").expect(202);
        session.put(
            begun.location() + "digest=" + blob.digest.replace(":", "%3A"),
            "application/octet-stream",
            blob.bytes());
      }
    }
    session.put(session.path("/manifests/v1"), TYPE, List.of(ByteBuffer.wrap(image.manifest)));
  }

  private static void pull(Session session, Image image) throws IOException {
    String accept =
        "Accept: " + TYPE + ", application/vnd.docker.distribution.manifest.v2+json\r\n";
    String digest =
        session.send("HEAD", "/manifests/v1", accept).expect(200).header("docker-content-digest");
    String manifest = session.send("GET", "/manifests/" + digest, accept).expect(200).text();
    if (!manifest.equals(new String(image.manifest, StandardCharsets.UTF_8))) {
      throw new IOException("this is not the manifest that was pushed: " + manifest);
    }
    var parts = PART.matcher(manifest);
    while (parts.find()) {
      session.get("/blobs/" + parts.group(1), parts.group(1), Long.parseLong(parts.group(2)));
    }
  }

  /// One image on its way, with the token for it if the server wants one.
  private static final class Session {
    private final Connection connection;
    private final String repository;
    private final String authorization;

    Session(Connection connection, String repository, String actions) throws IOException {
      this.connection = connection;
      this.repository = repository;
      this.authorization = authorization(actions);
    }

    private String authorization(String actions) throws IOException {
      if (connection.send("GET", "/v2/", "", List.of()).status == 200) {
        return "";
      }
      String scope = "repository:" + repository + ":" + actions;
      String path =
          "/token?service=registry&scope="
              + scope.replace(":", "%3A").replace("/", "%2F").replace(",", "%2C");
      var token = TOKEN.matcher(connection.send("GET", path, "", List.of()).expect(200).text());
      if (!token.find()) {
        throw new IOException("there is no token in the answer");
      }
      return "Authorization: Bearer " + token.group(1) + "\r\n";
    }

    String path(String rest) {
      return "/v2/" + repository + rest;
    }

    Answer send(String method, String rest, String headers) throws IOException {
      return connection.send(method, path(rest), authorization + headers, List.of());
    }

    void put(String path, String type, List<ByteBuffer> body) throws IOException {
      connection
          .send("PUT", path, authorization + "Content-Type: " + type + "\r\n", body)
          .expect(201);
    }

    void get(String rest, String digest, long size) throws IOException {
      connection.download(path(rest), authorization, digest, size);
    }
  }

  // --- HTTP
  // ---------------------------------------------------------------------------------------------------------

  private record Answer(int status, String head, byte[] body) {
    Answer expect(int wanted) throws IOException {
      if (status != wanted) {
        throw new IOException("not " + wanted + ": " + head + text());
      }
      return this;
    }

    String header(String name) {
      int at = head.toLowerCase().indexOf("\r\n" + name + ":");
      if (at < 0) {
        return "";
      }
      int from = at + name.length() + 3;
      return head.substring(from, head.indexOf("\r\n", from)).strip();
    }

    long length() {
      String length = header("content-length");
      return length.isEmpty() ? 0 : Long.parseLong(length);
    }

    /// Where to go on, without the server and ready for one more parameter.
    String location() {
      String path = header("location").replaceFirst("^https?://[^/]*", "");
      return path + (path.contains("?") ? "&" : "?");
    }

    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }
  }

  /// A connection that blocks, with one buffer for all that comes.
  private static final class Connection implements AutoCloseable {
    private static final int BUFFER = 256 << 10;

    private final SocketChannel channel;
    private final String host;
    private final boolean verify;
    private final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER).limit(0);

    Connection(int port, boolean verify) throws IOException {
      channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      host = "Host: localhost:" + port + "\r\n";
      this.verify = verify;
    }

    Answer send(String method, String path, String headers, List<ByteBuffer> body)
        throws IOException {
      write(method, path, headers, body);
      var head = head();
      return method.equals("HEAD")
          ? head
          : new Answer(head.status, head.head, bytes(head.length()));
    }

    void download(String path, String headers, String digest, long size) throws IOException {
      write("GET", path, headers, List.of());
      var head = head().expect(200);
      if (head.length() != size) {
        throw new IOException("not " + size + " bytes: " + head.head);
      }
      if (verify) {
        verify(size, digest);
      } else {
        skip(size);
      }
    }

    private void write(String method, String path, String headers, List<ByteBuffer> body)
        throws IOException {
      long length = body.stream().mapToLong(ByteBuffer::remaining).sum();
      boolean says = length > 0 || method.equals("POST");
      String head =
          method
              + " "
              + path
              + " HTTP/1.1\r\n"
              + host
              + headers
              + (says ? "Content-Length: " + length + "\r\n" : "");
      var all = new ArrayList<ByteBuffer>();
      all.add(ByteBuffer.wrap((head + "\r\n").getBytes(StandardCharsets.ISO_8859_1)));
      all.addAll(body);
      var buffers = all.toArray(ByteBuffer[]::new);
      while (buffers[buffers.length - 1].hasRemaining()) {
        channel.write(buffers);
      }
    }

    private Answer head() throws IOException {
      int end = end();
      while (end < 0) {
        in.compact();
        receive();
        end = end();
      }
      byte[] bytes = new byte[end - in.position()];
      in.get(bytes);
      String head = new String(bytes, StandardCharsets.ISO_8859_1);
      return new Answer(Integer.parseInt(head.substring(9, 12)), head, new byte[0]);
    }

    /// Where the head in the buffer ends, or -1.
    private int end() {
      for (int at = in.position() + 3; at < in.limit(); at++) {
        if (in.get(at) == '\n' && in.get(at - 1) == '\r' && in.get(at - 2) == '\n') {
          return at + 1;
        }
      }
      return -1;
    }

    /// Fills the buffer, which has been prepared for writing.
    private void receive() throws IOException {
      int got = channel.read(in);
      in.flip();
      if (got <= 0) {
        throw new IOException("the server hung up");
      }
    }

    private byte[] bytes(long length) throws IOException {
      var bytes = ByteBuffer.allocate(Math.toIntExact(length));
      while (bytes.hasRemaining()) {
        bytes.put(some(bytes.remaining()));
      }
      return bytes.array();
    }

    private void skip(long length) throws IOException {
      for (long left = length; left > 0; ) {
        left -= some(left).remaining();
      }
    }

    private void verify(long length, String digest) throws IOException {
      var hash = sha256();
      for (long left = length; left > 0; ) {
        var got = some(left);
        left -= got.remaining();
        hash.update(got);
      }
      if (!named(hash.digest()).equals(digest)) {
        throw new IOException("these are not the bytes of " + digest);
      }
    }

    /// At least one byte that came, at most so many.
    private ByteBuffer some(long most) throws IOException {
      if (!in.hasRemaining()) {
        in.clear();
        receive();
      }
      int length = (int) Math.min(most, in.remaining());
      var some = in.slice(in.position(), length);
      in.position(in.position() + length);
      return some;
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
