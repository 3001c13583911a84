// SPDX-License-Identifier: Apache-2.0
package dev.windlass.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.doctor.Target.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetTest {
  @ParameterizedTest
  @CsvSource({
    "app/web,                 APP,      web",
    "revision/web-00001,      REVISION, web-00001",
    "job/sum,                 JOB,      sum",
    "jobrun/sum-jobrun-abcde, JOBRUN,   sum-jobrun-abcde",
    "secret/hub,              SECRET,   hub",
    "nginx,                   IMAGE,    nginx",
    "acme/web,                IMAGE,    acme/web",
    "app/web:v1,              IMAGE,    app/web:v1",
    "docker.io/app/web,       IMAGE,    docker.io/app/web",
    "localhost:5000/app/web,  IMAGE,    localhost:5000/app/web"
  })
  void isAResourceOrElseAnImage(String text, Kind kind, String name) {
    var target = Target.parse(text);
    assertThat(target).isEqualTo(new Target(kind, name));
    assertThat(target).hasToString(text);
  }

  @Test
  void isEverythingWhenNothingIsNamed() {
    assertThat(Target.parse("")).isEqualTo(Target.EVERYTHING);
  }
}
