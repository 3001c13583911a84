// SPDX-License-Identifier: Apache-2.0
package dev.windlass.ingress;

import java.time.Duration;

/// An answer that the ingress gives itself, because no backend did. People read it in a browser or
/// from curl, so it says what happened, why, and what to do now.
record Refusal(int status, String text) {

  static Refusal doubtful(String doubt) {
    return of(400, "this request is not forwarded", doubt, "send it as RFC 9112 has it");
  }

  static Refusal nowhere() {
    return of(
        400,
        "this request does not say which app it is for",
        "it has no Host header and no full URL",
        "send 'Host: APP.SUBDOMAIN.localhost', as browsers and curl do by themselves");
  }

  static Refusal tunnel() {
    return of(
        405,
        "CONNECT is not served here",
        "this is the way in to the apps of this machine, not a proxy to elsewhere",
        "unset http_proxy and https_proxy for *.localhost");
  }

  static Refusal unknownHost(String host) {
    return of(
        404,
        "no app is called " + host,
        "no app of any project has this host name, or it is visible inside its project only",
        "check the spelling against `windlass app list` (the URL column), that the app was not"
            + " deleted, that it belongs to this machine, and that its visibility is not project");
  }

  static Refusal queueFull(String host, int waiting) {
    return about(
        host,
        429,
        host + " has more requests than it can take",
        waiting + " requests already wait for a free instance",
        "try again in a moment, or give the app more room: `windlass app update --name APP"
            + " --max-scale N --concurrency N`");
  }

  static Refusal noBackend(String host, Duration patience, String why) {
    return about(
        host,
        503,
        host + " has no running instance",
        why.isEmpty() ? "none became ready within " + seconds(patience) : why,
        "`windlass app get --name APP` shows its condition, `windlass app events --name APP` how it"
            + " got there");
  }

  static Refusal allBusy(String host, Duration patience, int backends) {
    return about(
        host,
        504,
        host + " had no free instance within " + seconds(patience),
        "all " + backends + " of its instances are busy with other requests",
        "allow more of them: `windlass app update --name APP --max-scale N --concurrency N`");
  }

  static Refusal late(String host, Duration patience) {
    return about(
            host,
            504,
            host + " did not answer within " + seconds(patience),
            "its instance took the request and sent nothing back in that time",
            "look at `windlass app logs --name APP`; if it needs longer, raise the limit: `windlass app"
                + " update --name APP --request-timeout SECONDS`, or use a job")
        .because("request_too_long");
  }

  static Refusal died(String host, String how) {
    return about(
        host,
        502,
        host + " did not answer",
        "its instance hung up before it sent an answer (" + how + ")",
        "look at `windlass app logs --name APP` for a crash");
  }

  static Refusal unreachable(String host, String how) {
    return about(
        host,
        502,
        host + " cannot be reached",
        "its instance takes no connections (" + how + ")",
        "check that it listens on the app's port and on all addresses (0.0.0.0, not 127.0.0.1):"
            + " `windlass app get --name APP`, `windlass app logs --name APP`");
  }

  /// With the name of the app, which of `web.4svg40kna19.localhost` is `web`.
  private static Refusal about(String host, int status, String what, String why, String fix) {
    return of(
        status, what, why, fix.replace("--name APP", "--name " + host.replaceFirst("[.:].*", "")));
  }

  /// The same with a code of the closed list of causes, which `windlass causes` prints.
  private Refusal because(String code) {
    return new Refusal(status, text + "  code: " + code + "\n");
  }

  private static Refusal of(int status, String what, String why, String fix) {
    return new Refusal(status, what + "\n  why: " + why + "\n  fix: " + fix + "\n");
  }

  private static String seconds(Duration patience) {
    return patience.toMillis() % 1000 == 0
        ? patience.toSeconds() + " s"
        : patience.toMillis() + " ms";
  }
}
