// SPDX-License-Identifier: Apache-2.0
package io.otelop.cluster;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the operator may make roles and their bindings, as its own permissions come and go. A
 * permission that is missing is asked for every minute, which is one question; those that it has,
 * every ten: writes that are refused tell of their loss before.
 */
public final class GrantedRoles implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(GrantedRoles.class);
  private static final Duration INTERVAL = Duration.ofMinutes(1);
  private static final int SELDOM = 10;

  private final KubernetesClient client;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("granted-roles").factory());
  private volatile boolean isGranted;
  private int looks;

  private GrantedRoles(KubernetesClient client) {
    this.client = client;
    isGranted = Permissions.grantsRoles(client);
  }

  /** Asks once, and from then on by and by. */
  public static GrantedRoles watch(KubernetesClient client) {
    var roles = new GrantedRoles(client);
    var pause = INTERVAL.toMillis();
    var _ =
        roles.timer.scheduleWithFixedDelay(roles::lookInTurn, pause, pause, TimeUnit.MILLISECONDS);
    return roles;
  }

  /** Whether it may, as far as is known. */
  public boolean isGranted() {
    return isGranted;
  }

  /** Calls back after that has changed; on a thread of this object. */
  public void onChange(Runnable listener) {
    listeners.add(listener);
  }

  /** Asks at once. */
  public synchronized void look() {
    var now = isGranted ? Permissions.grantsRoles(client) : Permissions.grantsRolesOneByOne(client);
    if (now != isGranted) {
      isGranted = now;
      LOG.atInfo().addKeyValue("granted", now).log("whether collectors get roles has changed");
      listeners.forEach(Runnable::run);
    }
  }

  private void lookInTurn() {
    looks++;
    if (isGranted && looks % SELDOM != 0) {
      return;
    }
    try {
      look();
    } catch (RuntimeException fault) {
      // The edge of this thread: a fault must not end the timer.
      LOG.atWarn().setCause(fault).log("permissions could not be asked for");
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
