// SPDX-License-Identifier: Apache-2.0
package io.otelop.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.otelop.cluster.Leadership.Terms;
import io.otelop.testing.Cluster;
import io.otelop.testing.ControlPlane;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ControlPlane.class)
class LeadershipOnApiServerTest {

  private static final Duration SOON = Duration.ofSeconds(60);

  private final Cluster cluster;

  LeadershipOnApiServerTest(Cluster cluster) {
    this.cluster = cluster;
  }

  @Test
  void oneLeadsAndTheNextFollowsAsSoonAsItIsGone() {
    var a = new Replica("handover", "a");
    await().atMost(SOON).untilTrue(a.leads);
    var b = new Replica("handover", "b");
    await().during(Duration.ofSeconds(2)).atMost(SOON).until(() -> !b.leads.get());

    a.leadership.close();
    // Far sooner than the Lease would have ended by itself.
    await().atMost(Duration.ofSeconds(30)).untilTrue(b.leads);
    b.leadership.close();
    assertThat(a.lost).isFalse();
    assertThat(b.lost).isFalse();
  }

  @Test
  void whoLosesTheLeaseHearsOfIt() {
    var a = new Replica("stolen", "a");
    await().atMost(SOON).untilTrue(a.leads);
    cluster
        .client()
        .leases()
        .inNamespace(cluster.namespace())
        .withName("stolen")
        .edit(
            lease -> {
              lease.getSpec().setHolderIdentity("thief");
              return lease;
            });

    await().atMost(SOON).untilTrue(a.lost);
    a.leadership.close();
    assertThat(holder("stolen")).isEqualTo("thief");
  }

  @Test
  void timesThatCannotWorkAreRefused() {
    var second = Duration.ofSeconds(1);

    assertThatThrownBy(() -> new Terms("n", "l", "a", second.multipliedBy(9), second, second))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("9, 1 and 1 seconds");
  }

  private String holder(String lease) {
    var spec =
        cluster
            .client()
            .leases()
            .inNamespace(cluster.namespace())
            .withName(lease)
            .require()
            .getSpec();
    return spec.getHolderIdentity() == null ? "" : spec.getHolderIdentity();
  }

  private final class Replica {

    final AtomicBoolean leads = new AtomicBoolean();
    final AtomicBoolean lost = new AtomicBoolean();
    final Leadership leadership;

    Replica(String lease, String identity) {
      leadership =
          Leadership.seek(
              cluster.client(),
              new Terms(
                  cluster.namespace(),
                  lease,
                  identity,
                  Duration.ofSeconds(60),
                  Duration.ofSeconds(30),
                  Duration.ofSeconds(1)),
              () -> leads.set(true),
              () -> lost.set(true));
    }
  }
}
