// SPDX-License-Identifier: Apache-2.0
package dev.windlass.telemetry;

import dev.windlass.ingress.Witness;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import java.net.URI;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Makes a span of each request, a part of the trace that the client is in, and sends it to a
/// collector by OTLP over HTTP. The app gets the span as its parent. Names are those of
/// OpenTelemetry's semantic conventions. Whoever starts it closes it, which sends what is left.
public final class Tracing implements Witness, AutoCloseable {
  private static final String SCOPE = "dev.windlass.ingress";
  private static final long PATIENCE_SECONDS = 5;

  private static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
  private static final AttributeKey<Long> STATUS =
      AttributeKey.longKey("http.response.status_code");
  private static final AttributeKey<Long> SIZE = AttributeKey.longKey("http.response.body.size");
  private static final AttributeKey<String> HOST = AttributeKey.stringKey("server.address");
  private static final AttributeKey<String> PATH = AttributeKey.stringKey("url.path");
  private static final AttributeKey<String> SCHEME = AttributeKey.stringKey("url.scheme");
  private static final AttributeKey<String> CLIENT = AttributeKey.stringKey("client.address");
  private static final AttributeKey<String> AGENT = AttributeKey.stringKey("user_agent.original");
  private static final AttributeKey<String> INSTANCE =
      AttributeKey.stringKey("service.instance.id");
  private static final AttributeKey<Double> WAITED =
      AttributeKey.doubleKey("windlass.waited_seconds");

  private final SdkTracerProvider provider;
  private final Tracer tracer;

  private Tracing(SdkTracerProvider provider) {
    this.provider = provider;
    this.tracer = provider.get(SCOPE);
  }

  /// @param collector `http://127.0.0.1:4318`; spans go to `/v1/traces` below it
  public static Tracing to(URI collector) {
    var endpoint = collector.toString().replaceFirst("/+$", "") + "/v1/traces";
    var exporter = OtlpHttpSpanExporter.builder().setEndpoint(endpoint).build();
    var service = Attributes.of(AttributeKey.stringKey("service.name"), "windlass");
    return new Tracing(
        SdkTracerProvider.builder()
            .setResource(Resource.getDefault().merge(Resource.create(service)))
            .addSpanProcessor(BatchSpanProcessor.builder(exporter).build())
            .build());
  }

  @Override
  public Account began(Arrival arrival) {
    var parent =
        W3CTraceContextPropagator.getInstance()
            .extract(Context.root(), arrival.headers(), new Headers());
    var span =
        tracer
            .spanBuilder(arrival.method())
            .setParent(parent)
            .setSpanKind(SpanKind.SERVER)
            .setStartTimestamp(arrival.at())
            .setAllAttributes(attributes(arrival))
            .startSpan();
    return new Spanned(span, parent, arrival.at());
  }

  private static Attributes attributes(Arrival arrival) {
    return Attributes.builder()
        .put(METHOD, arrival.method())
        .put(SCHEME, arrival.tls() ? "https" : "http")
        .put(HOST, arrival.host())
        .put(PATH, path(arrival.uri()))
        .put(CLIENT, arrival.client())
        .put(AGENT, arrival.headers().getOrDefault("user-agent", ""))
        .build();
  }

  /// Without the query, in which there may be secrets.
  private static String path(String uri) {
    int query = uri.indexOf('?');
    return query < 0 ? uri : uri.substring(0, query);
  }

  /// The span of one request.
  private record Spanned(Span span, Context parent, Instant began) implements Account {
    private static final int SERVER_ERROR = 500;

    @Override
    public Map<String, String> trace() {
      var headers = new HashMap<String, String>();
      W3CTraceContextPropagator.getInstance()
          .inject(parent.with(span), headers, (map, key, value) -> into(map, key, value));
      return headers;
    }

    private static void into(@Nullable Map<String, String> map, String key, String value) {
      if (map != null) {
        map.put(key, value);
      }
    }

    @Override
    public void over(Departure departure) {
      span.setAttribute(SIZE, departure.bytes());
      span.setAttribute(WAITED, departure.waited().toNanos() / 1e9);
      departure.backend().ifPresent(name -> span.setAttribute(INSTANCE, name));
      if (departure.status() > 0) {
        span.setAttribute(STATUS, (long) departure.status());
      }
      if (departure.status() == 0 || departure.status() >= SERVER_ERROR) {
        span.setStatus(StatusCode.ERROR);
      }
      span.end(began.plus(departure.took()));
    }
  }

  /// What the propagator reads from.
  private static final class Headers implements TextMapGetter<Map<String, String>> {
    @Override
    public @Nullable String get(@Nullable Map<String, String> headers, String key) {
      return headers == null ? null : headers.get(key);
    }
  }

  @Override
  public void close() {
    provider.shutdown().join(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }
}
