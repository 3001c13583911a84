// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import dev.windlass.doctor.Machine;
import dev.windlass.engine.Contents;
import dev.windlass.engine.Driver;
import dev.windlass.engine.Key;
import dev.windlass.engine.Kind;
import dev.windlass.engine.Place;
import dev.windlass.engine.Store;
import dev.windlass.engine.doctor.Examiner;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What all handlers share.
///
/// @param base `http://127.0.0.1:7070`
record Site(
    Store store,
    Driver driver,
    Engine engine,
    URI base,
    Limits limits,
    Quotas quotas,
    Body body,
    Examiner examiner,
    InstantSource clock) {
  static final String REGION = "local";
  static final String DOMAIN = "localhost";

  static Site of(
      Store store, Driver driver, Engine engine, InetSocketAddress listen, Limits limits) {
    return new Site(
        store,
        driver,
        engine,
        URI.create(engine.scheme() + "://" + hostAndPort(listen)),
        limits,
        engine.quotas(),
        new Body(limits),
        new Examiner(store, driver::images, machine(engine, listen), InstantSource.system()),
        InstantSource.system());
  }

  private static Machine machine(Engine engine, InetSocketAddress listen) {
    int colon = engine.registry().lastIndexOf(':');
    var registry =
        new InetSocketAddress(
            engine.registry().substring(0, colon),
            Integer.parseInt(engine.registry().substring(colon + 1)));
    return new Machine(
        Path.of(engine.state()),
        List.of(
            new Machine.Port("API", "--port", listen),
            new Machine.Port("ingress", "--ingress-port", engine.ingress()),
            new Machine.Port("private ingress", "--ingress-private-port", engine.ingressPrivate()),
            new Machine.Port("registry", "--registry-port", registry)),
        InstantSource.system());
  }

  static String hostAndPort(InetSocketAddress address) {
    String host = address.getHostString();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
  }

  /// Where an app answers those whom it is visible to. The project has to have a subdomain.
  ///
  /// @param visibility what `managed_domain_mappings` says
  String endpoint(Home home, String app, @Nullable Object visibility) {
    if ("local".equals(visibility)) {
      return inside(home, app);
    }
    boolean hidden = "local_private".equals(visibility);
    var domain = (hidden ? "private." : "") + DOMAIN;
    var address = hidden ? engine.ingressPrivate() : engine.ingress();
    return "%s://%s.%s.%s:%d"
        .formatted(engine.scheme(), app, home.subdomain(), domain, address.getPort());
  }

  /// Where it answers containers of its project.
  String inside(Home home, String app) {
    return "http://%s.%s%s".formatted(app, home.subdomain(), Place.INSIDE);
  }

  String href(String... segments) {
    var href = new StringBuilder(base + "/v2");
    for (String segment : segments) {
      href.append('/').append(encoded(segment));
    }
    return href.toString();
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /// The project that a request is about something in.
  Home home(Call call) {
    var home = home(call.name("project_id"));
    home.refuseIfSuspended();
    return home;
  }

  Home home(String id) {
    return home(store, id);
  }

  static Home home(Contents store, String id) {
    return store.find(Kind.PROJECT, new Key("", id)).map(Home::of).orElseThrow(() -> noProject(id));
  }

  static Refused noProject(String id) {
    return Refused.notFound(
        "Project %s not found; GET /v2/projects lists those that exist".formatted(Shown.of(id)));
  }
}
