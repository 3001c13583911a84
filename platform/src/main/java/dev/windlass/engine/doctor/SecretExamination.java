// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.doctor;

import static java.util.stream.Collectors.joining;

import dev.windlass.api.Report;
import dev.windlass.diagnose.Cause;
import dev.windlass.diagnose.Diagnosis;
import dev.windlass.doctor.Chart;
import dev.windlass.doctor.Findings;
import dev.windlass.engine.Key;
import dev.windlass.engine.Kind;
import dev.windlass.engine.RegistrySecret;
import dev.windlass.engine.Store;
import dev.windlass.image.Credentials;
import dev.windlass.image.Failure;
import dev.windlass.image.Questions;
import dev.windlass.image.Reference;
import dev.windlass.image.Told;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What there is to say of a secret: whether its registries let it in, who names it, and whether
/// that fits.
record SecretExamination(Store store, Questions questions, Key secret) {
  /// Something whose image is asked for with the secret.
  private record User(String name, Reference image) {}

  void look(Chart chart) throws InterruptedException {
    var credentials = credentials();
    var users = users();
    chart.add(
        new Report.Check(
            "Who pulls images with it?",
            "yes",
            users.isEmpty() ? "nobody" : users.stream().map(User::name).collect(joining(", "))));
    if (credentials.keys().isEmpty()) {
      useless(chart, users);
      return;
    }
    chart.add(
        new Report.Check(
            "Which registries is it for?", "yes", String.join(", ", credentials.keys())));
    for (var somewhere : credentials.examples()) {
      login(chart, credentials, somewhere);
    }
    users.forEach(user -> fit(chart, credentials, user));
    chart.saying("Nothing is wrong with secret/%s.".formatted(secret.name()));
  }

  /// A registry that lets in who says nothing does not look at the password either.
  private void login(Chart chart, Credentials credentials, Reference at)
      throws InterruptedException {
    var host = at.repository().host();
    var question = "Does %s accept it?".formatted(host);
    var told = questions.login(at, credentials);
    if (told.isEmpty()) {
      chart.add(new Report.Check(question, "unknown", "it lets in everybody who asks for nothing"));
      return;
    }
    switch (told.get()) {
      case Told.Yes<Boolean> _ -> chart.add(new Report.Check(question, "yes", "accepted"));
      case Told.No<Boolean>(var why) -> {
        chart.add(new Report.Check(question, "no", why.evidence()));
        chart.add(refused(host, why));
      }
    }
  }

  private Report.Finding refused(String host, Failure why) {
    var cause = Cause.of(why);
    var words = Diagnosis.of(why);
    return Findings.of(
        "",
        cause,
        new Diagnosis(
            cause.id(),
            "The registry secret '%s' is of no use at %s: %s"
                .formatted(secret.name(), host, cause.sentence()),
            words.cause(),
            words.fix(),
            words.evidence()),
        Optional.empty());
  }

  private Credentials credentials() {
    return switch (RegistrySecret.of(store, secret.project(), Optional.of(secret.name()))) {
      case RegistrySecret.Found(var credentials) -> credentials;
      case RegistrySecret.Missing _ -> Credentials.NONE;
    };
  }

  /// Fine for a secret that nobody pulls with.
  private void useless(Chart chart, List<User> users) {
    chart.saying("It holds nothing that a registry asks for.");
    if (!users.isEmpty()) {
      chart.add(
          Findings.of(
              "",
              Cause.CREDENTIALS_MISSING,
              new Diagnosis(
                  Cause.CREDENTIALS_MISSING.id(),
                  "Secret '%s' holds nothing that a registry asks for".formatted(secret.name()),
                  "it has no user name and password for a server, and %s pulls with it"
                      .formatted(users.getFirst().name()),
                  "make it anew: windlass registry create --name %s --server %s --username USER --password-from-file FILE"
                      .formatted(secret.name(), users.getFirst().image().repository().host()),
                  ""),
              Optional.empty()));
    }
  }

  private void fit(Chart chart, Credentials credentials, User user) {
    credentials
        .nearest(user.image().repository())
        .ifPresent(miss ->
            chart.add(
                Findings.of(
                    user.name(),
                    Cause.SECRET_FOR_OTHER_HOST,
                    new Diagnosis(
                        Cause.SECRET_FOR_OTHER_HOST.id(),
                        "Secret '%s' is not for the image of %s"
                            .formatted(secret.name(), user.name()),
                        "'%s' comes nearest: %s".formatted(miss.key(), miss.difference()),
                        "make it anew for that server: windlass registry create --name NAME --server %s --username USER --password-from-file FILE"
                            .formatted(user.image().repository().host()),
                        "the secret is for %s; the image is %s"
                            .formatted(String.join(", ", credentials.keys()), user.image())),
                    Optional.empty())));
  }

  private List<User> users() {
    return Stream.of(
            store.list(Kind.APP, secret.project()).stream()
                .filter(app -> isNamed(app.wanted().imageSecret()))
                .map(app -> user("app/" + app.key().name(), app.wanted().imageReference())),
            store.list(Kind.JOB, secret.project()).stream()
                .filter(job -> isNamed(job.wanted().imageSecret()))
                .map(job -> user("job/" + job.key().name(), job.wanted().imageReference())))
        .flatMap(users -> users)
        .toList();
  }

  private static User user(String name, String image) {
    return new User(name, Reference.parse(image));
  }

  private boolean isNamed(@Nullable String name) {
    return Objects.equals(name, secret.name());
  }
}
