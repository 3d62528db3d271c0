// SPDX-License-Identifier: Apache-2.0
package io.otelop.cluster;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfigBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElector;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets one of several replicas lead, by a Lease that they share. Who leads does so until it stops,
 * and then gives the Lease back; who cannot renew it in time has lost it for good.
 */
public final class Leadership implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Leadership.class);
  private static final Duration RELEASE = Duration.ofSeconds(5);

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final LeaderElector elector;
  private final CompletableFuture<?> election;
  private volatile boolean isClosing;

  private Leadership(KubernetesClient client, Terms terms, Runnable lead, Runnable lost) {
    var callbacks =
        new LeaderCallbacks(
            // On a thread of its own: this one has to renew the Lease meanwhile.
            () -> threads.execute(lead),
            () -> {
              if (!isClosing) {
                LOG.atError().addKeyValue("lease", terms.lease()).log("the lease was lost");
                lost.run();
              }
            },
            leader -> LOG.atInfo().addKeyValue("leader", leader).log("there is a leader"));
    var config =
        new LeaderElectionConfigBuilder()
            .withName("opentelemetry-operator")
            .withLock(new LeaseLock(terms.namespace(), terms.lease(), terms.identity()))
            .withLeaseDuration(terms.duration())
            .withRenewDeadline(terms.renew())
            .withRetryPeriod(terms.retry())
            .withReleaseOnCancel(true)
            .withLeaderCallbacks(callbacks)
            .build();
    elector = new LeaderElector(client, config, threads);
    election = elector.start();
  }

  /**
   * How the Lease is held.
   *
   * @param namespace of the Lease
   * @param lease its name
   * @param identity of this replica, unlike that of any other
   * @param duration after which others may take a Lease that nobody renewed
   * @param renew how long its holder tries to renew it before it gives up; shorter than that
   * @param retry how often everybody tries
   */
  public record Terms(
      String namespace,
      String lease,
      String identity,
      Duration duration,
      Duration renew,
      Duration retry) {

    /** What must hold of the times. */
    public Terms {
      if (duration.compareTo(renew) <= 0 || renew.compareTo(retry) <= 0) {
        throw new IllegalArgumentException(
            "a lease must last longer than it is renewed, and that longer than the pause between"
                + " two tries; these are %d, %d and %d seconds"
                    .formatted(duration.toSeconds(), renew.toSeconds(), retry.toSeconds()));
      }
    }
  }

  /**
   * Tries to become the leader from now on.
   *
   * @param lead called once, when this replica leads
   * @param lost called where another may lead by now; this replica must stop what leaders do
   */
  public static Leadership seek(
      KubernetesClient client, Terms terms, Runnable lead, Runnable lost) {
    return new Leadership(client, terms, lead, lost);
  }

  /** Gives the Lease back, if it is ours; to be called when the leader's work has ended. */
  @Override
  public void close() {
    isClosing = true;
    election.cancel(true);
    threads.shutdownNow();
    try {
      if (threads.awaitTermination(RELEASE.toMillis(), TimeUnit.MILLISECONDS)) {
        // A try that was under way may have taken the Lease again.
        elector.release();
      }
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    } catch (KubernetesClientException unreachable) {
      LOG.atWarn().setCause(unreachable).log("the lease could not be given back");
    }
  }
}
