// SPDX-License-Identifier: Apache-2.0
package dev.windlass.registry;

import static java.util.Map.entry;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Debian's `docker-registry`, so that the contract is what registries do and not what we do.
class DockerRegistryTest implements RegistryContract {
  private static final String NO_SHA512 = "knows sha512 blobs under their sha256 only";
  private static final String NO_REFERRERS = "has no referrers";
  private static final String BAD_416 = "announces the length of the whole blob with its 416";
  private static final String FAILS = "answers 500";
  private static final String UNSORTED = "lists tags in no order, whatever is wanted of them";
  private static final String NO_ORDER = "looks at no Content-Range";
  private static final String NO_UNTAGGING = "deletes by digest only";

  @RegisterExtension
  static final KnownGaps GAPS =
      new KnownGaps(
          Map.ofEntries(
              entry("givesThePartThatIsAskedFor[bytes=500-0]", BAD_416),
              entry("givesThePartThatIsAskedFor[bytes=2048-]", BAD_416),
              entry("givesThePartThatIsAskedFor[bytes=5000-10000]", BAD_416),
              entry("givesThePartThatIsAskedFor[bytes=-0]", "answers 206 with nothing"),
              entry("hasNoBlobUnderADigestThatIsNone[sha256%3A..%2F..%2Fetc]", "redirects to it"),
              entry("takesABlob[POST_ONLY sha512]", NO_SHA512),
              entry("takesABlob[POST_AND_PUT sha512]", NO_SHA512),
              entry("takesABlob[ONE_CHUNK sha512]", NO_SHA512),
              entry("takesABlob[CHUNKS sha512]", NO_SHA512),
              entry("takesABlob[LAST_CHUNK_BY_PUT sha512]", NO_SHA512),
              entry("takesABlob[STREAM sha512]", NO_SHA512),
              entry("refusesAChunkOutOfOrderAndGoesOnAfterwards", NO_ORDER),
              entry("refusesAFirstChunkFromTheMiddle", NO_ORDER),
              entry("refusesALastChunkOutOfOrderAndGoesOnAfterwards", NO_ORDER),
              entry("mountsABlobFromAnotherRepository[sha512]", NO_SHA512),
              entry("givesWhatItHasWhateverTheClientWouldRatherHave", "makes schema 1 of it"),
              entry("hasNoManifestUnderADigestThatIsNone[sha256:baddigeststring]", FAILS),
              entry("hasNoManifestUnderADigestThatIsNone[sha512:abc]", FAILS),
              entry(
                  "hasNoManifestUnderADigestThatIsNone[md5:d41d8cd98f00b204e9800998ecf8427e]",
                  FAILS),
              entry("hasNoManifestUnderADigestThatIsNone[sha256:ZZZZ]", FAILS),
              entry("tagsByParameter", "knows no tag parameters"),
              entry("refusesManifestsOfMoreThanFourMebibytes", "answers 400"),
              entry("refusesSchema1[application/vnd.oci.image.manifest.v1+json]", FAILS),
              entry(
                  "sendsNothingToThoseWhoHaveItAlready",
                  "knows its ETag in one form, or sends none"),
              entry("takesManifestsOfTypesThatNobodyKnows", "takes only types that it knows"),
              entry("takesKeepsAndDeletes[image about an image]", NO_REFERRERS),
              entry("takesKeepsAndDeletes[artifact about an image]", NO_REFERRERS),
              entry("takesKeepsAndDeletes[index about an image]", NO_REFERRERS),
              entry("takesKeepsAndDeletes[about nothing]", NO_REFERRERS),
              entry("takesKeepsAndDeletes[nondistributable layer]", "refuses such layers"),
              entry("takesKeepsAndDeletes[sha512 image]", NO_SHA512),
              entry("takesKeepsAndDeletes[sha512 index]", NO_SHA512),
              entry("takesKeepsAndDeletes[sha512 about sha512]", NO_SHA512),
              entry("listsTagsInOrder", UNSORTED),
              entry("givesAsManyTagsAsAreWantedAndSaysWhereTheRestIs", UNSORTED),
              entry("goesOnAfterTheLast", UNSORTED),
              entry("givesNoTagsWhenNoneAreWanted", UNSORTED),
              entry("answersHeadWhereverItAnswersGet", "answers 405"),
              entry("listsWhatIsAboutAManifest", NO_REFERRERS),
              entry("listsOnlyTheTypeThatIsWanted", NO_REFERRERS),
              entry("knowsWhatIsAboutSomethingThatComesLater", NO_REFERRERS),
              entry("listsNothingThatIsGoneOrElsewhere", NO_REFERRERS),
              entry("listsNoReferrersOfTheUnknown", NO_REFERRERS),
              entry("refusesToListReferrersOfADigestThatIsNone", NO_REFERRERS),
              entry("answersHeadForReferrersToo", NO_REFERRERS),
              entry("deletesATagAndNothingElse", NO_UNTAGGING),
              entry("doesNotDeleteWhatIsNotThere", NO_UNTAGGING)));

  private static DockerRegistry registry;

  @BeforeAll
  static void start(@TempDir Path folder) throws IOException {
    registry = DockerRegistry.open(folder);
  }

  @AfterAll
  static void stop() {
    registry.close();
  }

  @Override
  public Client client() {
    return Client.nobody(registry.address());
  }
}
