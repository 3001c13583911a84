// SPDX-License-Identifier: Apache-2.0
package dev.windlass.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.windlass.engine.AppLoad;
import dev.windlass.engine.Histogram;
import dev.windlass.engine.Key;
import dev.windlass.engine.Kind;
import dev.windlass.identity.Caller;
import dev.windlass.identity.Identity;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/// `GET /metrics`: what is asked of the apps that the caller may see, in the text format of
/// Prometheus (0.0.4) and, where it has them, with the names of Code Engine's metrics.
record MetricsDesk(Site site, Identity identity) implements HttpHandler {
  static final String PATH = "/metrics";
  private static final String APPLICATION = "ibm_codeengine_application_";
  private static final String OURS = "windlass_application_";

  /// @param type as Prometheus has it
  private record Metric(String name, String type, String help, ToDoubleFunction<AppLoad> value) {}

  private static final List<Metric> METRICS =
      List.of(
          new Metric(
              APPLICATION + "requests_total",
              "counter",
              "Requests since the engine started.",
              AppLoad::requests),
          new Metric(
              APPLICATION + "actual_instances",
              "gauge",
              "Instances that take requests.",
              AppLoad::ready),
          new Metric(
              APPLICATION + "desired_instances",
              "gauge",
              "Instances that there are to be.",
              AppLoad::desired),
          new Metric(
              APPLICATION + "target_concurrency_per_pod",
              "gauge",
              "Requests at a time that an instance should have.",
              AppLoad::target),
          new Metric(
              APPLICATION + "stable_request_concurrency",
              "gauge",
              "Requests at a time, on the average of the scale window.",
              AppLoad::stable),
          new Metric(
              APPLICATION + "panic_request_concurrency",
              "gauge",
              "Requests at a time, on the average of the last tenth of the scale window.",
              AppLoad::moment),
          new Metric(
              APPLICATION + "panic_mode",
              "gauge",
              "1 when the last tenth of the window counts.",
              load -> load.panic() ? 1 : 0),
          new Metric(
              OURS + "requests_in_flight",
              "gauge",
              "Requests that instances work on.",
              AppLoad::inFlight),
          new Metric(
              OURS + "requests_waiting",
              "gauge",
              "Requests for which no instance is free.",
              AppLoad::waiting),
          new Metric(
              OURS + "frozen_instances",
              "gauge",
              "Instances that are frozen, while nothing is asked.",
              AppLoad::frozen),
          new Metric(
              OURS + "created_instances",
              "gauge",
              "Containers that wait for the start of their program.",
              AppLoad::created));

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      var shown = exchange.getRequestHeaders().getFirst("Authorization");
      var from = exchange.getRemoteAddress().getAddress().getHostAddress();
      switch (identity.enter(shown == null ? "" : shown, from)) {
        case Identity.Entry.Known(var caller) -> send(exchange, text(caller));
        case Identity.Entry.Unknown _ -> {
          exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer");
          exchange.sendResponseHeaders(401, -1);
        }
        case Identity.Entry.TooManyFailures(var pause) -> {
          exchange
              .getResponseHeaders()
              .set("Retry-After", Long.toString(Math.max(1, pause.toSeconds())));
          exchange.sendResponseHeaders(429, -1);
        }
      }
    }
  }

  private static void send(HttpExchange exchange, String text) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private String text(Caller caller) {
    var loads =
        site.driver().loads().stream().filter(load -> caller.sees(load.app().project())).toList();
    var text = new StringBuilder();
    for (var metric : METRICS) {
      text.append("# HELP ").append(metric.name()).append(' ').append(metric.help()).append('\n');
      text.append("# TYPE ").append(metric.name()).append(' ').append(metric.type()).append('\n');
      for (var load : loads) {
        text.append(metric.name()).append(labels(load)).append(' ');
        text.append(metric.value().applyAsDouble(load)).append('\n');
      }
    }
    histogram(
        text,
        OURS + "request_seconds",
        "How long requests took, from when they came to when they were over.",
        loads,
        "",
        load -> Map.of("", load.took()));
    histogram(
        text,
        OURS + "cold_start_seconds",
        "How long a request waited for the first instance, by how the app waited.",
        loads,
        "rung",
        AppLoad::wakes);
    histogram(
        text,
        OURS + "cold_start_phase_seconds",
        "How long each part of starting an instance took.",
        loads,
        "phase",
        AppLoad::phases);
    return text.toString();
  }

  /// @param values by what a label of that name says; an empty one is no label
  private void histogram(
      StringBuilder text,
      String name,
      String help,
      List<AppLoad> loads,
      String label,
      Function<AppLoad, Map<String, Histogram>> values) {
    text.append("# HELP %s %s\n# TYPE %s histogram\n".formatted(name, help, name));
    for (var load : loads) {
      new TreeMap<>(values.apply(load))
          .forEach((value, histogram) -> {
            var more = value.isEmpty() ? "" : ",%s=\"%s\"".formatted(label, value);
            histogram(text, name, histogram, bare(labels(load)) + more);
          });
    }
  }

  private static String bare(String labels) {
    return labels.substring(1, labels.length() - 1);
  }

  private static void histogram(StringBuilder text, String name, Histogram all, String labels) {
    long count = 0;
    for (int i = 0; i < all.counts().size(); i++) {
      count += all.counts().get(i);
      var bound = i < all.bounds().size() ? all.bounds().get(i).toString() : "+Inf";
      text.append("%s_bucket{%s,le=\"%s\"} %d\n".formatted(name, labels, bound, count));
    }
    text.append("%s_sum{%s} %s\n".formatted(name, labels, all.sum()));
    text.append("%s_count{%s} %d\n".formatted(name, labels, count));
  }

  /// A project may have any name; those of apps have nothing to escape.
  private String labels(AppLoad load) {
    var project =
        site.store()
            .find(Kind.PROJECT, new Key("", load.app().project()))
            .map(found -> found.wanted().name())
            .orElse("");
    return "{ibm_codeengine_project_name=\"%s\",ibm_codeengine_application_name=\"%s\",ibm_codeengine_revision_name=\"%s\"}"
        .formatted(
            project.replace("\\", "\\\\").replace("\"", "\\\""),
            load.app().name(),
            load.revision());
  }
}
