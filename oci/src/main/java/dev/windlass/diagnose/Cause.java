// SPDX-License-Identifier: Apache-2.0
package dev.windlass.diagnose;

import static dev.windlass.diagnose.Family.ABSENCE;
import static dev.windlass.diagnose.Family.ACCESS;
import static dev.windlass.diagnose.Family.ANSWERS;
import static dev.windlass.diagnose.Family.CONTENT;
import static dev.windlass.diagnose.Family.LIMITS;
import static dev.windlass.diagnose.Family.MACHINE;
import static dev.windlass.diagnose.Family.NETWORK;
import static dev.windlass.diagnose.Family.NONE;
import static dev.windlass.diagnose.Family.PROGRAM;
import static dev.windlass.diagnose.Family.REQUEST;
import static dev.windlass.diagnose.Family.TRANSFER;
import static dev.windlass.diagnose.Retry.LOCAL;
import static dev.windlass.diagnose.Retry.PERMANENT;
import static dev.windlass.diagnose.Retry.RATE_LIMITED;
import static dev.windlass.diagnose.Retry.TRANSIENT;

import dev.windlass.image.Failure;
import dev.windlass.image.Failure.Unreachable.Trouble;
import dev.windlass.image.Reference;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// What is really wrong when an image cannot be pulled, or an app or a job does not do what it
/// should. The list is closed, and names never change their meaning. Registries tell of the same
/// cause in many ways.
public enum Cause {
  NOTHING(NONE, TRANSIENT, "nothing is wrong", "nothing"),
  UNDETERMINED(
      NONE,
      TRANSIENT,
      "what was seen fits several causes, or none",
      "look at what was ruled out, and at the evidence"),

  CREDENTIALS_MISSING(
      ACCESS,
      PERMANENT,
      "the repository wants a login, and none was given",
      "make a registry secret for the registry, and name it in the app or job"),
  SECRET_ABSENT(
      ACCESS,
      PERMANENT,
      "the registry secret that is named does not exist",
      "make the registry secret under that name, or name another"),
  SECRET_FOR_OTHER_HOST(
      ACCESS,
      PERMANENT,
      "the registry secret is for another registry",
      "make the registry secret anew with the server that the image's name has"),
  CREDENTIALS_WRONG(
      ACCESS,
      PERMANENT,
      "the user name or the password is wrong",
      "put the right user name and password into the registry secret"),
  CREDENTIALS_EXPIRED(
      ACCESS,
      PERMANENT,
      "the login was right once and has expired",
      "make a new password or API key, and put it into the registry secret"),
  ACCESS_MISSING(
      ACCESS,
      PERMANENT,
      "the login is right, but may not pull from this repository",
      "give the user the right to pull the repository, or use another user's secret"),
  ABSENT_OR_NO_ACCESS(
      ACCESS,
      PERMANENT,
      "the repository does not exist, or whoever asks may not see it: the registry does not say which",
      "check the spelling; if it is private, name a registry secret that may pull it"),
  ADDRESS_NOT_ALLOWED(
      ACCESS,
      PERMANENT,
      "the registry's owner does not allow requests from this IP address",
      "have the owner allow the addresses by which the project goes out"),
  PRIVATE_NETWORK_ONLY(
      ACCESS,
      PERMANENT,
      "the account is open on its private network only",
      "name the image by the registry's private host"),
  TOKEN_NOT_ACCEPTED(
      ACCESS,
      TRANSIENT,
      "the registry does not accept the tokens of its own token server",
      "tell the operator of the registry, if it stays"),

  TRAFFIC_QUOTA(
      LIMITS,
      PERMANENT,
      "the account has used up its pull traffic for this month",
      "raise the quota, or wait until it starts anew"),
  STORAGE_QUOTA(
      LIMITS,
      PERMANENT,
      "the account has used up its storage",
      "delete images, or raise the quota"),
  RATE_LIMIT(
      LIMITS,
      RATE_LIMITED,
      "too many requests for now; later ones will be answered",
      "wait, log in, or keep a copy in a registry of your own"),

  REGISTRY_BROKEN(
      ANSWERS,
      TRANSIENT,
      "the registry is broken or overloaded; image and login are not to blame",
      "wait, and tell the operator of the registry, if it stays"),
  TOKEN_SERVER_BROKEN(
      ANSWERS,
      TRANSIENT,
      "the token server is broken or overloaded; the login is not to blame",
      "wait, and tell the operator of the registry, if it stays"),
  TOKEN_SERVER_UNREACHABLE(
      ANSWERS,
      TRANSIENT,
      "the token server that the registry names cannot be reached",
      "check the way to the token server; the operator may have named a wrong one"),
  CHALLENGE_BROKEN(
      ANSWERS,
      PERMANENT,
      "the registry wants a login and does not say where",
      "tell the operator of the registry"),
  LOGIN_PAGE(
      ANSWERS,
      PERMANENT,
      "a web page for logging in stands before the registry",
      "log in to the network, or have the registry's address let through"),
  NOT_A_REGISTRY(
      ANSWERS,
      PERMANENT,
      "what listens there is no registry",
      "check the host and the port in the image's name"),
  PROXY_LOGIN(
      ANSWERS,
      PERMANENT,
      "a proxy on the way wants a login",
      "give the engine a proxy address with a login, or leave the registry out of the proxy"),

  REFERENCE_INVALID(
      ABSENCE,
      PERMANENT,
      "the name of the image cannot be read",
      "correct the name at the place that is shown"),
  REPOSITORY_ABSENT(
      ABSENCE,
      PERMANENT,
      "the repository does not exist",
      "check the spelling, the namespace and the region"),
  TAG_ABSENT(
      ABSENCE,
      PERMANENT,
      "the repository has no such tag",
      "use a tag that is there, or push this one"),
  DIGEST_ABSENT(
      ABSENCE,
      PERMANENT,
      "the digest is gone from the repository, whatever its tags say now",
      "restore it from the registry's trash, or update the app to what the tag names now"),
  IMAGE_ABSENT(
      ABSENCE,
      PERMANENT,
      "the repository or the tag does not exist: the registry does not say which",
      "check the spelling of both"),
  CONTENT_LOST(
      ABSENCE, PERMANENT, "the registry has lost a part of the image", "push the image once more"),

  CONTENT_CHANGED(
      TRANSFER,
      TRANSIENT,
      "the registry gives other bytes than the digest names",
      "push the image once more, if it stays"),
  CONNECTION_BROKEN(
      TRANSFER,
      TRANSIENT,
      "the connection breaks in the middle",
      "see what cuts connections between here and there, if it stays"),
  TOO_SLOW(
      TRANSFER,
      TRANSIENT,
      "the bytes come too slowly, or stop coming",
      "check the link to the registry, or use a registry that is nearer"),
  NO_ANSWER(
      TRANSFER,
      TRANSIENT,
      "the server takes requests and never answers",
      "tell the operator of the registry, if it stays"),
  STORAGE_UNREACHABLE(
      TRANSFER,
      TRANSIENT,
      "the storage that the registry sends clients to cannot be reached",
      "let this machine reach the storage too; the registry alone is not enough"),
  STORAGE_REFUSES(
      TRANSFER,
      TRANSIENT,
      "the storage that the registry sends clients to refuses: the link has expired",
      "check the clock of this machine, and tell the operator of the registry"),
  REDIRECT_LOOP(
      TRANSFER,
      TRANSIENT,
      "the registry sends clients round in circles",
      "tell the operator of the registry"),
  REDIRECT_UNSAFE(
      TRANSFER,
      PERMANENT,
      "the registry sends clients from a safe connection to one without TLS",
      "tell the operator of the registry"),

  HOST_UNKNOWN(
      NETWORK,
      PERMANENT,
      "the name of the registry's host does not resolve",
      "check the spelling of the host"),
  NAME_SERVER_SILENT(
      NETWORK,
      TRANSIENT,
      "no name server answers this machine",
      "check /etc/resolv.conf and the way to the name servers"),
  CONNECTION_REFUSED(
      NETWORK,
      TRANSIENT,
      "nothing listens on the registry's port",
      "check the port, and that the registry runs"),
  CONNECTION_TIMEOUT(
      NETWORK,
      TRANSIENT,
      "nobody answers at the registry's address: a firewall, or a dead host",
      "check the network, its firewall and its proxy"),
  AUTHORITY_UNKNOWN(
      NETWORK,
      PERMANENT,
      "the registry's certificate is signed by an authority that is not trusted",
      "add the authority's certificate to those that this machine trusts"),
  CERTIFICATE_EXPIRED(
      NETWORK,
      PERMANENT,
      "the registry's certificate has expired",
      "have it renewed, and check the clock of this machine"),
  CERTIFICATE_OTHER_NAME(
      NETWORK,
      PERMANENT,
      "the registry's certificate is for another host",
      "name the image by a host that the certificate is for"),
  TLS_BROKEN(
      NETWORK,
      TRANSIENT,
      "no safe connection comes about: the two ends have no TLS in common",
      "see what the registry speaks"),
  NO_TLS(
      NETWORK,
      PERMANENT,
      "the registry speaks plain HTTP where TLS was expected",
      "name the registry's port with TLS, or put TLS before it"),
  ONLY_TLS(
      NETWORK,
      PERMANENT,
      "the registry speaks TLS where plain HTTP was expected",
      "name the registry by the host that its certificate is for"),
  NOT_HTTP(NETWORK, PERMANENT, "what listens there does not speak HTTP", "check the port"),

  PLATFORM_ABSENT(
      CONTENT,
      PERMANENT,
      "the image is not built for this platform",
      "build it for this machine's platform"),
  MANIFEST_UNSUPPORTED(
      CONTENT,
      PERMANENT,
      "the manifest is of a kind that clients do not know",
      "build it as an image"),
  MANIFEST_OUTDATED(
      CONTENT,
      PERMANENT,
      "the manifest is of schema 1, which clients have given up",
      "push it anew with a tool of today"),
  NOT_AN_IMAGE(
      CONTENT, PERMANENT, "this is an artifact, not an image that can be run", "name an image"),
  MANIFEST_BROKEN(
      CONTENT, PERMANENT, "the manifest cannot be read", "build and push the image again"),
  MANIFEST_TOO_BIG(
      CONTENT,
      PERMANENT,
      "the manifest is bigger than any manifest may be",
      "build and push the image again"),
  CONFIG_BROKEN(
      CONTENT,
      PERMANENT,
      "the image's configuration cannot be read",
      "build and push the image again"),
  LAYER_UNSUPPORTED(
      CONTENT,
      PERMANENT,
      "a layer is of a kind that clients do not know",
      "build and push the image again"),
  LAYER_BROKEN(
      CONTENT,
      PERMANENT,
      "a layer is no archive that can be unpacked; it was so when it was pushed",
      "build and push the image again"),
  LAYER_NOT_THE_CONFIGS(
      CONTENT,
      PERMANENT,
      "a layer does not hold what the image's configuration says of it",
      "build and push the image again"),
  LAYER_TOO_BIG(
      CONTENT,
      PERMANENT,
      "a layer is small to fetch and unpacks to far too much",
      "do not run it unless you know who built it"),
  LAYER_ESCAPES(CONTENT, PERMANENT, "a layer wants to write outside of the image", "do not run it"),

  DISK_FULL(
      MACHINE,
      LOCAL,
      "the disk of this machine is full",
      "make room where Windlass keeps its state"),
  DISK_TROUBLE(
      MACHINE,
      LOCAL,
      "this machine cannot write the image down",
      "check the disk where Windlass keeps its state"),
  ENGINE_SILENT(MACHINE, LOCAL, "the engine does not answer", "start the engine"),
  RUNTIME_UNFIT(
      MACHINE,
      LOCAL,
      "containers cannot be started on this machine",
      "install what is missing; the evidence names it"),
  CLOCK_WRONG(MACHINE, LOCAL, "the clock of this machine is wrong", "set the clock"),
  ADDRESS_IN_USE(
      MACHINE,
      LOCAL,
      "a port of the engine does not answer, or another program has it",
      "stop the other program, or give the engine another port"),

  NAME_INVALID(
      REQUEST, PERMANENT, "the name breaks the rules for names", "choose a name that keeps them"),
  NAME_TAKEN(
      REQUEST,
      PERMANENT,
      "the project has something of that kind and name already",
      "choose another name, or delete the other"),
  SETTING_INVALID(
      REQUEST, PERMANENT, "a setting has a value that is not allowed", "give it a value that is"),
  QUOTA_REACHED(
      REQUEST,
      PERMANENT,
      "the project has as many of that kind as it may",
      "delete what is not needed"),
  JOB_ABSENT(
      REQUEST, PERMANENT, "the job that is to run does not exist", "make the job, or name another"),
  IMAGE_FIXED(
      REQUEST,
      PERMANENT,
      "a run of a job cannot have another image than the job",
      "leave the image out, or submit without a job"),
  RUN_TOO_BIG(
      REQUEST,
      PERMANENT,
      "the job run is bigger than a job run may be",
      "put what is long into a config map or a secret"),
  CONFIGURATION_ABSENT(
      REQUEST,
      PERMANENT,
      "a secret or a config map that is referred to does not exist",
      "make it, or take the reference away"),
  CAPACITY_MISSING(
      REQUEST,
      LOCAL,
      "the machine has no CPU or memory free for another instance",
      "wait, ask for less, or delete what is not needed"),

  EXECUTABLE_NOT_FOUND(
      PROGRAM,
      PERMANENT,
      "the program is not in the image, or not executable",
      "correct the command, or the image's ENTRYPOINT"),
  EXEC_FORMAT(
      PROGRAM,
      PERMANENT,
      "the program was built for another processor, or is a script without a #! line",
      "build it for this machine's platform"),
  NO_COMMAND(
      PROGRAM,
      PERMANENT,
      "neither the image nor the app or job says which program to run",
      "give the image an ENTRYPOINT, or the app or job a command"),
  UNKNOWN_USER(
      PROGRAM,
      PERMANENT,
      "the image names a user that is not in it",
      "add the user to the image, or give a user id"),
  NOT_STARTED(
      PROGRAM, TRANSIENT, "the container runtime refused to start it", "look at the evidence"),
  EXITED(PROGRAM, TRANSIENT, "the program ended by itself", "read its log, and correct it"),
  OUT_OF_MEMORY(
      PROGRAM,
      TRANSIENT,
      "the program used more memory than it may and was killed",
      "give it more memory, or let it use less"),
  OUT_OF_STORAGE(
      PROGRAM,
      TRANSIENT,
      "the program wrote more to its disk than it may and was killed",
      "give it more ephemeral storage, or let it write less"),
  EXECUTION_TIME_EXCEEDED(
      PROGRAM,
      PERMANENT,
      "the program ran longer than it may and was stopped",
      "allow it more time, or split the work over more indices"),
  INSTANCE_LOST(
      PROGRAM,
      TRANSIENT,
      "the instance vanished while it ran, as when the machine restarts",
      "submit it again"),
  OTHER_PORT(
      PROGRAM,
      TRANSIENT,
      "the program listens on another port than the one it is asked on",
      "let it listen on the port that PORT says, or set the app's port"),
  ONLY_LOOPBACK(
      PROGRAM,
      TRANSIENT,
      "the program listens on a loopback address, where nobody outside its container reaches it",
      "let it listen on 0.0.0.0"),
  NOT_LISTENING(
      PROGRAM,
      TRANSIENT,
      "the program runs and listens on no port",
      "let it listen on the port that PORT says, or use a job for work that serves nobody"),
  PROBE_FAILS(
      PROGRAM,
      TRANSIENT,
      "the program listens, and its probe fails",
      "correct the probe, or what it asks for"),
  SIGTERM_IGNORED(
      PROGRAM,
      TRANSIENT,
      "the program did not end when it was asked to, and was killed",
      "end on SIGTERM, after what is under way; a shell as first process does not pass it on"),
  SUPERSEDED(
      PROGRAM,
      PERMANENT,
      "a newer revision was made before this one was ready",
      "look at the newer revision"),
  REQUEST_TOO_LONG(
      PROGRAM,
      TRANSIENT,
      "a request took longer than requests may",
      "raise the request time-out, answer sooner, or use a job");

  private static final Pattern FULL =
      Pattern.compile("No space left|quota exceeded", Pattern.CASE_INSENSITIVE);

  private final Family family;
  private final Retry retry;
  private final String sentence;
  private final String remedy;

  Cause(Family family, Retry retry, String sentence, String remedy) {
    this.family = family;
    this.retry = retry;
    this.sentence = sentence;
    this.remedy = remedy;
  }

  /// By its stable name.
  public static Optional<Cause> byId(String id) {
    return Arrays.stream(values()).filter(cause -> cause.id().equals(id)).findFirst();
  }

  /// What is wrong, as far as the evidence goes.
  public static Cause of(Failure failure) {
    return switch (failure) {
      case Failure.UnknownManifest(Reference.Tagged _, _) -> TAG_ABSENT;
      case Failure.UnknownManifest(Reference.Pinned _, _) -> DIGEST_ABSENT;
      case Failure.UnknownRepository _ -> REPOSITORY_ABSENT;
      case Failure.UnknownImage _ -> IMAGE_ABSENT;
      case Failure.NotShown _ -> ABSENT_OR_NO_ACCESS;
      case Failure.LostContent _ -> CONTENT_LOST;
      case Failure.Unreachable(_, _, var server, var trouble, _) ->
          switch (server) {
            case REGISTRY -> ofRegistry(trouble);
            case TOKEN_SERVER -> ofTokenServer(trouble);
            case STORAGE -> ofStorage(trouble);
          };
      case Failure.MissingCredentials _ -> CREDENTIALS_MISSING;
      case Failure.SecretForOtherHost _ -> SECRET_FOR_OTHER_HOST;
      case Failure.MissingSecret _ -> SECRET_ABSENT;
      case Failure.WrongCredentials(_, _, var expired, _) ->
          expired ? CREDENTIALS_EXPIRED : CREDENTIALS_WRONG;
      case Failure.Denied(_, var reason, _) -> of(reason);
      case Failure.Throttled _ -> RATE_LIMIT;
      case Failure.Misbehaved(_, var oddity, _) -> of(oddity);
      case Failure.WrongPlatform _ -> PLATFORM_ABSENT;
      case Failure.Unsupported(_, var kind, _) -> of(kind);
      case Failure.BrokenDocument(_, var defect, _) -> of(defect);
      case Failure.Corrupt _ -> CONTENT_CHANGED;
      case Failure.BadLayer(_, _, var flaw, _) -> of(flaw);
      case Failure.Mirrored mirrored -> of(mirrored.decisive());
      case Failure.Local(_, var cause) ->
          FULL.matcher(String.valueOf(cause.getMessage())).find() ? DISK_FULL : DISK_TROUBLE;
    };
  }

  private static Cause ofRegistry(Trouble trouble) {
    return switch (trouble) {
      case UNKNOWN_HOST -> HOST_UNKNOWN;
      case NAME_SERVER -> NAME_SERVER_SILENT;
      case REFUSED -> CONNECTION_REFUSED;
      case TIMEOUT -> CONNECTION_TIMEOUT;
      case UNKNOWN_AUTHORITY -> AUTHORITY_UNKNOWN;
      case EXPIRED_CERTIFICATE -> CERTIFICATE_EXPIRED;
      case CERTIFICATE_OF_ANOTHER -> CERTIFICATE_OTHER_NAME;
      case NO_TLS -> NO_TLS;
      case ONLY_TLS -> ONLY_TLS;
      case TLS -> TLS_BROKEN;
      case NOT_HTTP -> NOT_HTTP;
      case NO_ANSWER -> NO_ANSWER;
      case TOO_SLOW -> TOO_SLOW;
      case BROKEN -> CONNECTION_BROKEN;
    };
  }

  private static Cause ofTokenServer(Trouble trouble) {
    return switch (trouble) {
      case NAME_SERVER -> NAME_SERVER_SILENT;
      case UNKNOWN_HOST, REFUSED, TIMEOUT -> TOKEN_SERVER_UNREACHABLE;
      case UNKNOWN_AUTHORITY, EXPIRED_CERTIFICATE, CERTIFICATE_OF_ANOTHER -> ofRegistry(trouble);
      case NO_TLS, ONLY_TLS, TLS, NOT_HTTP, NO_ANSWER, TOO_SLOW, BROKEN -> TOKEN_SERVER_BROKEN;
    };
  }

  private static Cause ofStorage(Trouble trouble) {
    return switch (trouble) {
      case NAME_SERVER -> NAME_SERVER_SILENT;
      case UNKNOWN_HOST, REFUSED, TIMEOUT, NO_TLS, ONLY_TLS, TLS, NOT_HTTP -> STORAGE_UNREACHABLE;
      case UNKNOWN_AUTHORITY, EXPIRED_CERTIFICATE, CERTIFICATE_OF_ANOTHER -> ofRegistry(trouble);
      case NO_ANSWER, TOO_SLOW, BROKEN -> ofRegistry(trouble);
    };
  }

  private static Cause of(Failure.Denied.Reason reason) {
    return switch (reason) {
      case NO_RIGHT -> ACCESS_MISSING;
      case ADDRESS -> ADDRESS_NOT_ALLOWED;
      case PRIVATE_NETWORK_ONLY -> PRIVATE_NETWORK_ONLY;
      case TRAFFIC_QUOTA -> TRAFFIC_QUOTA;
      case STORAGE_QUOTA -> STORAGE_QUOTA;
    };
  }

  private static Cause of(Failure.Misbehaved.Oddity oddity) {
    return switch (oddity) {
      case BROKEN -> REGISTRY_BROKEN;
      case TOKEN_SERVER -> TOKEN_SERVER_BROKEN;
      case TOKEN_REFUSED -> TOKEN_NOT_ACCEPTED;
      case CHALLENGE -> CHALLENGE_BROKEN;
      case LOGIN_PAGE -> LOGIN_PAGE;
      case NO_REGISTRY -> NOT_A_REGISTRY;
      case PROXY_LOGIN -> PROXY_LOGIN;
      case STORAGE -> STORAGE_REFUSES;
      case REDIRECT_LOOP -> REDIRECT_LOOP;
      case REDIRECT_UNSAFE -> REDIRECT_UNSAFE;
    };
  }

  private static Cause of(Failure.Unsupported.Kind kind) {
    return switch (kind) {
      case MANIFEST -> MANIFEST_UNSUPPORTED;
      case SCHEMA_1 -> MANIFEST_OUTDATED;
      case ARTIFACT -> NOT_AN_IMAGE;
      case LAYER -> LAYER_UNSUPPORTED;
    };
  }

  private static Cause of(Failure.BrokenDocument.Defect defect) {
    return switch (defect) {
      case MANIFEST -> MANIFEST_BROKEN;
      case MANIFEST_TOO_BIG -> MANIFEST_TOO_BIG;
      case CONFIG -> CONFIG_BROKEN;
      case LAYERS -> LAYER_NOT_THE_CONFIGS;
    };
  }

  private static Cause of(Failure.BadLayer.Flaw flaw) {
    return switch (flaw) {
      case BROKEN -> LAYER_BROKEN;
      case TOO_BIG -> LAYER_TOO_BIG;
      case ESCAPES -> LAYER_ESCAPES;
      case OTHER_CONTENT -> LAYER_NOT_THE_CONFIGS;
    };
  }

  /// Whether trying again can help.
  public Retry retry() {
    return retry;
  }

  /// Its stable name: `rate_limit`.
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The same in words.
  public String sentence() {
    return sentence;
  }

  /// What it is about.
  public Family family() {
    return family;
  }

  /// What mends it, in general; [Diagnosis#fix] is about the case at hand.
  public String remedy() {
    return remedy;
  }

  /// Which causes it may be, where a registry answers the same to each; otherwise only itself.
  public Set<Cause> candidates() {
    return switch (this) {
      case ABSENT_OR_NO_ACCESS ->
          EnumSet.of(REPOSITORY_ABSENT, ACCESS_MISSING, CREDENTIALS_MISSING);
      case IMAGE_ABSENT -> EnumSet.of(REPOSITORY_ABSENT, TAG_ABSENT);
      default -> EnumSet.of(this);
    };
  }

  @Override
  public String toString() {
    return id();
  }
}
