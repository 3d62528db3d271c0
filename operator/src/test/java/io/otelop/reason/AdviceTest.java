// SPDX-License-Identifier: Apache-2.0
package io.otelop.reason;

import static org.assertj.core.api.Assertions.assertThat;

import io.otelop.reason.Advice.Place;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each kind of object gets commands that it takes. */
class AdviceTest {

  private enum Any implements Reason {
    Wrong;

    @Override
    public Meaning meaning() {
      return Meaning.error("");
    }
  }

  private static final Finding FINDING = Finding.of(Any.Wrong, "key", "", "");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Deployment  | kubectl -n shop rollout restart deployment it
          StatefulSet | kubectl -n shop rollout restart statefulset it
          CronJob     | kubectl -n shop create job it-again --from=cronjob/it
          Job         | kubectl -n shop replace --force -f JOB.yaml
          Pod         | 'kubectl -n shop get pod it -o yaml | kubectl replace --force -f -'
          """)
  void podsAreMadeAnewAsTheirKindAllows(String kind, String command) {
    assertThat(command("{restart}", kind)).isEqualTo(command);
  }

  @ParameterizedTest
  @CsvSource({"Job,JOB", "Pod,POD"})
  void whatCannotBeEditedIsReplaced(String kind, String file) {
    assertThat(command("{edit}", kind))
        .isEqualTo("kubectl -n shop replace --force -f " + file + ".yaml");
  }

  @ParameterizedTest
  @CsvSource({
    "Deployment,'{\"spec\":{\"template\":{\"metadata\":'",
    "CronJob,'{\"spec\":{\"jobTemplate\":{\"spec\":{\"template\":{\"metadata\":'",
    "Pod,it -o yaml | kubectl replace --force -f -"
  })
  void anAnnotationIsSetWhereItHasAnEffect(String kind, String part) {
    assertThat(command("{set true}", kind)).contains(" patch ").contains(part);
  }

  @Test
  void theTemplateOfAJobIsNotPatched() {
    assertThat(command("{set true}", "Job")).doesNotContain("patch").contains("replace --force");
  }

  private static String command(String pattern, String kind) {
    return new Advice("", pattern).command(FINDING, new Place("shop", kind, "it"));
  }
}
