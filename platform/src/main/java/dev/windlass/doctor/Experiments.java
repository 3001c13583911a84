// SPDX-License-Identifier: Apache-2.0
package dev.windlass.doctor;

import dev.windlass.api.Report;
import dev.windlass.diagnose.Cause;
import dev.windlass.diagnose.Family;
import dev.windlass.image.Credentials;
import dev.windlass.image.Digest;
import dev.windlass.image.Questions;
import dev.windlass.image.Reference;
import dev.windlass.image.TagPage;
import dev.windlass.image.Told;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;

/// Asks a registry more, after it has refused: each question once, and only where its answer can
/// tell one cause from another. Keeps what was asked.
final class Experiments {
  private static final int MOST_TAGS = 1_000;

  /// Of secrets that could be used instead.
  private static final int MOST_OTHERS = 5;

  /// For all questions together: whoever waits would rather have the cause without them.
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Questions questions;
  private final Patient patient;
  private final Reference place;
  private final long deadline = System.nanoTime() + PATIENCE.toNanos();
  private final List<Report.Check> checks = new ArrayList<>();

  /// @param place the image by its name at the place that refused
  Experiments(Questions questions, Patient patient, Reference place) {
    this.questions = questions;
    this.patient = patient;
    this.place = place;
  }

  List<Report.Check> checks() {
    return checks;
  }

  Answers after(Cause first) throws InterruptedException {
    if (first == Cause.SECRET_ABSENT) {
      return others(Answers.NONE);
    }
    if (first.family() == Family.ACCESS && first != Cause.ADDRESS_NOT_ALLOWED) {
      return others(anybody(login(Answers.NONE)));
    }
    return switch (first) {
      case TAG_ABSENT, DIGEST_ABSENT, IMAGE_ABSENT -> tagNow(tags(Answers.NONE));
      default -> Answers.NONE;
    };
  }

  private Answers login(Answers before) throws InterruptedException {
    if (!patient.hasCredentials(place)) {
      return before;
    }
    var question = "Is the login good when nothing is asked for?";
    var told = ask(question, () -> questions.login(place, patient.credentials()));
    return told.flatMap(answer -> answer)
        .map(answer -> before.believed(keep(question, answer, _ -> "accepted")))
        .orElse(before);
  }

  private Answers anybody(Answers before) throws InterruptedException {
    if (!patient.hasCredentials(place)) {
      return before;
    }
    var question = "May anybody pull it?";
    var told = ask(question, () -> questions.digest(place, Credentials.NONE));
    if (told.isEmpty()) {
      return before;
    }
    var after = before.open(keep(question, told.get(), Experiments::digest));
    return told.get() instanceof Told.No<Optional<Digest>>(var why) && isBehind(Cause.of(why))
        ? after.behind(why)
        : after;
  }

  /// What would be in the way of the right login too. That a registry hides what there is says
  /// nothing.
  private static boolean isBehind(Cause cause) {
    return cause.candidates().size() == 1
        && (cause.family() == Family.ABSENCE || cause.family() == Family.LIMITS);
  }

  private static String digest(Optional<Digest> digest) {
    return digest.map(Digest::toString).orElse("it is there");
  }

  private Answers others(Answers before) throws InterruptedException {
    var fitting =
        patient.others().stream()
            .filter(other -> other.at(patient.image().repository()).isPresent())
            .limit(MOST_OTHERS)
            .toList();
    for (var other : fitting) {
      var secret = other.secret().orElse("");
      var question = "May the secret '%s' pull it?".formatted(secret);
      var told = ask(question, () -> questions.digest(patient.image(), other));
      if (told.isPresent() && keep(question, told.get(), Experiments::digest)) {
        return before.other(secret);
      }
    }
    return before;
  }

  private Answers tags(Answers before) throws InterruptedException {
    var question = "Which tags are there?";
    var told = ask(question, () -> questions.tags(place, patient.credentials(), "", MOST_TAGS));
    told.ifPresent(answer -> keep(question, answer, Experiments::words));
    return told.orElse(null) instanceof Told.Yes<TagPage>(var page, _)
        ? before.tags(page.tags())
        : before;
  }

  private static String words(TagPage page) {
    int most = 10;
    var shown = String.join(", ", page.tags().stream().limit(most).toList());
    int rest = page.tags().size() - most;
    return page.tags().isEmpty() ? "none" : rest > 0 ? shown + " and " + rest + " more" : shown;
  }

  private Answers tagNow(Answers before) throws InterruptedException {
    if (!(patient.name() instanceof Reference.Tagged tagged)
        || !(patient.image() instanceof Reference.Pinned)) {
      return before;
    }
    var question = "What does the tag '%s' name now?".formatted(tagged.tag());
    var told = ask(question, () -> questions.digest(tagged, patient.credentials()));
    told.ifPresent(answer -> keep(question, answer, Experiments::digest));
    return told.orElse(null) instanceof Told.Yes<Optional<Digest>>(var digest, _)
            && digest.isPresent()
        ? before.tagNow(digest.get())
        : before;
  }

  /// Empty when the time for all questions is over before there is an answer.
  private <T> Optional<T> ask(String question, Callable<T> questions) throws InterruptedException {
    var left = Duration.ofNanos(deadline - System.nanoTime());
    var answer = left.isPositive() ? Bounded.call(question, left, questions) : Optional.<T>empty();
    if (answer.isEmpty()) {
      checks.add(
          new Report.Check(
              question, "unknown", "no answer within %d s".formatted(PATIENCE.toSeconds())));
    }
    return answer;
  }

  private <T> boolean keep(String question, Told<T> told, Function<T, String> words) {
    return switch (told) {
      case Told.Yes<T>(var content, _) -> {
        checks.add(new Report.Check(question, "yes", words.apply(content)));
        yield true;
      }
      case Told.No<T>(var why) -> {
        checks.add(new Report.Check(question, "no", why.evidence()));
        yield false;
      }
    };
  }
}
