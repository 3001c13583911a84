// SPDX-License-Identifier: Apache-2.0
package dev.windlass.chaos;

import dev.windlass.diagnose.Cause;
import dev.windlass.image.Credential;
import dev.windlass.image.Secret;

/// How well-known registries say no. Each has words, statuses and places of its own for it.
final class Vendors {
  private static final Behaviour GUARDED = Healthy.REGISTRY.behindTokens();

  static final Family FAMILY =
      Family.of(
          "Vendors",
          Fault.of(
              "docker-hub-missing",
              "Gives anybody a token, and answers 401 and insufficient_scope where there is no"
                  + " repository.",
              Cause.ABSENT_OR_NO_ACCESS,
              everywhere(Vendors::dockerHub)),
          Fault.of(
              "ghcr-denied",
              "The token server answers 403 `denied` for a package that is private or absent.",
              Cause.ABSENT_OR_NO_ACCESS,
              GUARDED.butTokens(_ -> Answer.error(403, "DENIED", "denied"))),
          Fault.of(
              "gitlab-denied",
              "The token server answers 403 `access forbidden` for a project that is private or"
                  + " absent.",
              Cause.ABSENT_OR_NO_ACCESS,
              GUARDED.butTokens(_ -> Answer.error(403, "DENIED", "access forbidden"))),
          Fault.of(
              "google-denied",
              "The token server answers 403 and names a permission, on a resource that may not"
                  + " exist.",
              Cause.ABSENT_OR_NO_ACCESS,
              GUARDED.butTokens(_ ->
                  Answer.error(
                      403,
                      "DENIED",
                      "Permission \"artifactregistry.repositories.downloadArtifacts\" denied on"
                          + " resource \"projects/chaos/locations/here/repositories/app\" (or it"
                          + " may not exist)"))),
          Fault.of(
              "harbor-unauthorized",
              "Gives anybody a token, and answers 401 for a project that is private or absent.",
              Cause.ABSENT_OR_NO_ACCESS,
              everywhere(Vendors::harbor)),
          Fault.of(
              "harbor-missing",
              "Answers 404 NOT_FOUND, a code that the specification does not have.",
              Cause.REPOSITORY_ABSENT,
              everywhere(ask ->
                  Answer.error(
                      404, "NOT_FOUND", "repository " + ask.wanted().repository() + " not found"))),
          Fault.of(
              "quay-unauthorized",
              "Gives anybody a token, and answers 401 for a repository that is private or absent.",
              Cause.ABSENT_OR_NO_ACCESS,
              everywhere(ask ->
                  Answer.error(
                          401, "UNAUTHORIZED", "access to the requested resource is not authorized")
                      .with("WWW-Authenticate", Answer.bearer(ask)))),
          Fault.of(
              "quay-unauthorized-page",
              "The same as an HTML page.",
              Cause.ABSENT_OR_NO_ACCESS,
              everywhere(ask ->
                  Answer.page(401, "401 Unauthorized")
                      .with("WWW-Authenticate", Answer.bearer(ask)))),
          Fault.of(
              "ecr-missing",
              "Answers 404 NAME_UNKNOWN and names the account.",
              Cause.REPOSITORY_ABSENT,
              everywhere(ask ->
                  Answer.error(
                      404,
                      "NAME_UNKNOWN",
                      "The repository with name '"
                          + ask.wanted().repository()
                          + "' does not exist in the registry with id '123456789012'"))),
          Fault.of(
                  "ecr-token-expired",
                  "Has no token server, and answers 403 twelve hours after the login.",
                  Cause.CREDENTIALS_EXPIRED,
                  Vendors::ecrExpired)
              .with(new Credential("AWS", new Secret("expired")))
              .alone(),
          Fault.of(
                  "ecr-policy",
                  "Has no token server, and answers 403 and names the action that no policy"
                      + " allows.",
                  Cause.ACCESS_MISSING,
                  Vendors::ecrPolicy)
              .with(new Credential("AWS", new Secret("good")))
              .alone(),
          Fault.of(
              "azure-firewall",
              "Answers 403 DENIED to the client's IP address, at the token server too.",
              Cause.ADDRESS_NOT_ALLOWED,
              everywhere(Vendors::azureFirewall).butTokens(Vendors::azureFirewall)),
          Fault.of(
                  "artifactory-bad-credentials",
                  "Has no token server, and answers 401 with a status where the code should be.",
                  Cause.CREDENTIALS_WRONG,
                  _ ->
                      Answer.json(
                              401,
                              "{\"errors\":[{\"status\":401,\"message\":\"Bad credentials\"}]}")
                          .with("WWW-Authenticate", "Basic realm=\"Artifactory Realm\""))
              .with(new Credential("chaos", new Secret("wrong")))
              .alone());

  private Vendors() {}

  /// In all repositories, to whoever brings a token.
  private static Behaviour everywhere(Behaviour answer) {
    return Healthy.REGISTRY.butManifests(answer).butBlobs(answer).butTags(answer).behindTokens();
  }

  private static Answer dockerHub(Ask ask) {
    return Answer.json(
            401,
            """
            {"errors":[{"code":"UNAUTHORIZED","message":"authentication required",\
            "detail":[{"Type":"repository","Class":"","Name":"%s","Action":"pull"}]}]}
            """
                .formatted(ask.wanted().repository()))
        .with("WWW-Authenticate", Answer.bearer(ask) + ",error=\"insufficient_scope\"");
  }

  private static Answer harbor(Ask ask) {
    var once =
        "unauthorized to access repository: %s, action: pull".formatted(ask.wanted().repository());
    return Answer.error(401, "UNAUTHORIZED", once + ": " + once)
        .with("WWW-Authenticate", Answer.bearer(ask));
  }

  private static Answer ecrExpired(Ask ask) {
    return basic(
        ask,
        Answer.error(
            403, "DENIED", "Your authorization token has expired. Reauthenticate and try again."));
  }

  private static Answer ecrPolicy(Ask ask) {
    return basic(
        ask,
        ask.wanted() instanceof Wanted.Ping
            ? Answer.json(200, "{}")
            : Answer.error(
                403,
                "DENIED",
                "User: arn:aws:iam::123456789012:user/chaos is not authorized to perform:"
                    + " ecr:BatchGetImage on resource:"
                    + " arn:aws:ecr:eu-central-1:123456789012:repository/app because no"
                    + " resource-based policy allows the ecr:BatchGetImage action"));
  }

  private static Answer basic(Ask ask, Answer known) {
    return ask.credential().isPresent()
        ? known
        : Answer.text(401, "text/plain", "Not Authorized\n")
            .with(
                "WWW-Authenticate",
                "Basic realm=\"%s/\",service=\"ecr.amazonaws.com\"".formatted(ask.base()));
  }

  private static Answer azureFirewall(Ask ask) {
    return Answer.error(
        403,
        "DENIED",
        "client with IP '"
            + ask.client()
            + "' is not allowed access. Refer https://aka.ms/acr/firewall to grant access.");
  }
}
