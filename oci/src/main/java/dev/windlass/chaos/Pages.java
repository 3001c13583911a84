// SPDX-License-Identifier: Apache-2.0
package dev.windlass.chaos;

import dev.windlass.diagnose.Cause;

/// What stands where a registry should be, or before it.
final class Pages {
  static final Family FAMILY =
      Family.of(
          "Not a registry",
          Fault.of(
                  "login-page",
                  "Answers 200 and a web page for logging in, whatever is asked.",
                  Cause.LOGIN_PAGE,
                  _ -> Answer.page(200, "Log in"))
              .alone(),
          Fault.of(
                  "login-page-unauthorized",
                  "Answers 401 and a web page for logging in, whatever is asked.",
                  Cause.LOGIN_PAGE,
                  _ -> Answer.page(401, "Log in"))
              .alone(),
          Fault.of(
                  "login-page-forbidden",
                  "Answers 403 and a web page for logging in, whatever is asked.",
                  Cause.LOGIN_PAGE,
                  _ -> Answer.page(403, "Log in"))
              .alone(),
          Fault.of(
                  "login-page-redirect",
                  "Sends whoever asks to a web page for logging in.",
                  Cause.LOGIN_PAGE,
                  Pages::toLogin)
              .alone(),
          Fault.of(
                  "other-website",
                  "Answers 404 and a web page, whatever is asked.",
                  Cause.NOT_A_REGISTRY,
                  _ -> Answer.page(404, "404 Not Found"))
              .alone(),
          Fault.of(
                  "proxy-login",
                  "Answers 407, as a proxy that wants a login of its own.",
                  Cause.PROXY_LOGIN,
                  _ ->
                      Answer.page(407, "Proxy Authentication Required")
                          .with("Proxy-Authenticate", "Basic realm=\"proxy\""))
              .alone());

  private Pages() {}

  private static Answer toLogin(Ask ask) {
    return ask.wanted() instanceof Wanted.Elsewhere
        ? Answer.page(200, "Log in")
        : Answer.redirect(ask.base() + "/login?to=" + ask.path());
  }
}
