// SPDX-License-Identifier: Apache-2.0
package io.otelop.collector.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.otelop.collector.Collectors;
import io.otelop.collector.EffectiveCollector;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunningTest {

  /** The last column: whether the old pods stay until the new ones are ready. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          deployment                                                                                     | true  | true
          deployment                                                                                     | false | false
          deployment, replicas: 0                                                                        | true  | false
          deployment, replicas: 3                                                                        | true  | true
          deployment, deploymentUpdateStrategy: {type: Recreate}                                         | true  | false
          deployment, deploymentUpdateStrategy: {type: RollingUpdate}                                    | true  | true
          deployment, deploymentUpdateStrategy: {rollingUpdate: {maxUnavailable: 0}}                     | true  | true
          deployment, deploymentUpdateStrategy: {rollingUpdate: {maxUnavailable: 1}}                     | true  | false
          deployment, replicas: 2, deploymentUpdateStrategy: {rollingUpdate: {maxUnavailable: 1}}        | true  | true
          deployment, replicas: 3, deploymentUpdateStrategy: {rollingUpdate: {maxUnavailable: '50%'}}    | true  | true
          deployment, replicas: 3, deploymentUpdateStrategy: {rollingUpdate: {maxUnavailable: '100%'}}   | true  | false
          statefulset                                                                                    | true  | false
          statefulset, replicas: 3                                                                       | true  | false
          daemonset                                                                                      | true  | false
          """)
  void podsOutliveARolloutOnlyWhereKubernetesKeepsThem(
      String mode, boolean tellsReadiness, boolean outlives) {
    assertThat(Running.outlivesARollout(collector("mode: " + mode), tellsReadiness))
        .isEqualTo(outlives);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          deployment                                   | true
          deployment, rollout: {validation: Always}    | true
          deployment, rollout: {validation: Never}     | false
          sidecar                                      | false
          """)
  void aRevisionIsCheckedUnlessItsUserOrItsModeSaysNo(String mode, boolean isChecked) {
    assertThat(Running.isChecked(collector("mode: " + mode))).isEqualTo(isChecked);
  }

  @Test
  void whatTheGoOperatorMadeIsTheSameIfConfigAndImageAre() {
    var wanted = collector("mode: deployment, image: 'a:1', args: {b: c}");

    assertThat(new Running(wanted.configHash(), "a:1", Optional.empty()).isSameAs(wanted)).isTrue();
    assertThat(new Running(wanted.configHash(), "a:2", Optional.empty()).isSameAs(wanted))
        .isFalse();
    assertThat(new Running("other", "a:1", Optional.empty()).isSameAs(wanted)).isFalse();
  }

  @Test
  void whatWasNotedIsTheSameOnlyIfAllOfItIs() {
    var wanted = collector("mode: deployment, image: 'a:1', args: {b: c}");
    var noted = Revision.of(wanted).text().flatMap(Revision::parse);
    var other = Optional.of(Revision.of(collector("mode: deployment, image: 'a:1', args: {b: d}")));

    assertThat(noted).isPresent();
    assertThat(new Running(wanted.configHash(), "a:1", noted).isSameAs(wanted)).isTrue();
    assertThat(new Running(wanted.configHash(), "a:1", other).isSameAs(wanted)).isFalse();
  }

  private static EffectiveCollector collector(String spec) {
    return Collectors.resolved("", spec);
  }
}
