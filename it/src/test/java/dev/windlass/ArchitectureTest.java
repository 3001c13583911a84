// SPDX-License-Identifier: Apache-2.0
package dev.windlass;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final Pattern LINE = Pattern.compile("^([a-z.]+) *->(.*)$", Pattern.MULTILINE);
  private static final Pattern WORD = Pattern.compile("[a-z.]+");
  private static final JavaClasses CODE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.windlass");

  @Test
  void packagesUseOnlyWhatArchitectureMdAllows() throws IOException {
    var allowed = importsBlock(Files.readString(Path.of("../ARCHITECTURE.md")));
    var existing =
        CODE.stream()
            .filter(c -> !c.getPackageName().equals("dev.windlass")) // Main may use everything
            .filter(
                c -> !c.getPackageName().endsWith(".jsonb")) // generated: what reads the records
            .map(c -> c.getPackageName().substring("dev.windlass.".length()));
    assertThat(allowed.keySet())
        .containsExactlyInAnyOrder(existing.distinct().toArray(String[]::new));

    allowed.forEach((from, to) -> {
      var ours = Stream.concat(Stream.of(from), to.stream()).map(p -> "dev.windlass." + p);
      var others =
          DescribedPredicate.not(resideInAnyPackage(ours.toArray(String[]::new)))
              .and(resideInAnyPackage("dev.windlass.."));
      noClasses()
          .that()
          .resideInAPackage("dev.windlass." + from)
          .should()
          .dependOnClassesThat(others)
          .because("ARCHITECTURE.md allows " + from + " -> " + String.join(", ", to))
          .check(CODE);
    });
  }

  @Test
  void namesSayWhatThingsAre() {
    classes()
        .should()
        .haveNameNotMatching(".*(Impl|Manager|Util|Utils|Helper|Helpers|Data|Info|Abstract.*)")
        .check(CODE);
  }

  /// Reads lines such as `engine -> image, runtime`. A package may use only those above it, so the
  /// table has no cycles.
  private static Map<String, List<String>> importsBlock(String markdown) {
    var table = new LinkedHashMap<String, List<String>>();
    LINE.matcher(markdown)
        .results()
        .forEach(line -> {
          var uses = WORD.matcher(line.group(2)).results().map(MatchResult::group).toList();
          assertThat(table.keySet()).as("packages above %s", line.group(1)).containsAll(uses);
          table.put(line.group(1), uses);
        });
    return table;
  }
}
