// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.otelop.child.ClusterFacts;
import io.otelop.child.OperandDefaults;
import io.otelop.collector.CollectorFacts;
import io.otelop.settings.ClusterSettings;
import io.otelop.settings.ImageSettings;
import io.otelop.settings.Setting;
import io.otelop.settings.Settings;
import io.otelop.settings.SettingsResult;
import io.otelop.targetallocator.AllocatorFacts;
import io.otelop.telemetry.Logs;
import io.otelop.telemetry.Telemetry;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code run}: reads the settings, builds the operator and runs it until it is told to stop. */
final class RunCommand implements Command {

  private static final List<String> PROXY_VARIABLES =
      List.of("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "NO_PROXY", "no_proxy");

  /** What a cluster that nobody asked is taken to offer. */
  private static final ClusterFacts EVERYTHING =
      new ClusterFacts(true, OperandFacts.optionalKinds());

  private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);
  private static final Duration LONGEST_END = Duration.ofSeconds(20);

  private final Map<String, String> environment;
  private final PrintStream err;

  RunCommand(Map<String, String> environment, PrintStream err) {
    this.environment = environment;
    this.err = err;
  }

  @Override
  public int run(List<String> arguments) {
    return switch (Settings.parse(arguments, environment, RunCommand::read)) {
      case SettingsResult.Accepted(var settings, var findings) -> {
        findings.forEach(finding -> err.println(finding.sentence()));
        yield run(settings);
      }
      case SettingsResult.Refused(var findings) -> {
        findings.forEach(finding -> err.println(finding.sentence()));
        yield USAGE;
      }
    };
  }

  private int run(Settings settings) {
    Logs.configure(settings, err);
    var stop = new CountDownLatch(1);
    var ended = new CountDownLatch(1);
    var isLost = new AtomicBoolean();
    Runnable lost =
        () -> {
          isLost.set(true);
          stop.countDown();
        };
    var facts = facts(settings, proxy(environment));
    try (var telemetry = Telemetry.start(environment, self(settings));
        var _ = OperatorProcess.start(settings, facts, telemetry, instance(), lost)) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> end(stop, ended), "shutdown"));
      stop.await();
      return isLost.get() ? FAILED : OK;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return OK;
    } catch (KubernetesClientException e) {
      LOG.atDebug().setCause(e).log("start failed");
      err.println(
          "The operator cannot start: " + ApiProblem.text(e, OperatorProcess.address(settings)));
      return FAILED;
    } catch (IOException | RuntimeException e) {
      LOG.atDebug().setCause(e).log("start failed");
      err.println("The operator cannot start: " + e.getMessage());
      return FAILED;
    } finally {
      ended.countDown();
    }
  }

  /** The process lives until the operator has ended in good order, or for too long. */
  private static void end(CountDownLatch stop, CountDownLatch ended) {
    stop.countDown();
    try {
      if (!ended.await(LONGEST_END.toSeconds(), TimeUnit.SECONDS)) {
        LOG.warn("the operator did not end in time");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** Which replica this is; a pod's host name is its own name. */
  private String instance() {
    return environment.getOrDefault("HOSTNAME", "opentelemetry-operator");
  }

  /** Which operator this is, in the words of the semantic conventions. */
  private Map<String, String> self(Settings settings) {
    var self = new HashMap<String, String>();
    self.put("service.name", "opentelemetry-operator");
    self.put("service.instance.id", instance());
    Optional.ofNullable(RunCommand.class.getPackage().getImplementationVersion())
        .ifPresent(version -> self.put("service.version", version));
    var namespace = settings.get(ClusterSettings.NAMESPACE);
    if (!namespace.isEmpty()) {
      self.put("k8s.namespace.name", namespace);
      self.put("k8s.pod.name", instance());
    }
    return self;
  }

  /** What the settings say about everything that the operator deploys. */
  static OperandFacts facts(Settings settings, List<EnvVar> proxy) {
    return new OperandFacts(
        collectorFacts(settings, proxy),
        new AllocatorFacts(
            defaults(settings, ImageSettings.TARGET_ALLOCATOR, proxy),
            ClusterSettings.isOpen(settings, ClusterSettings.OPERAND_NETWORK_POLICY_GATE),
            Set.of(),
            EVERYTHING),
        defaults(settings, ImageSettings.OPAMP_BRIDGE, proxy),
        defaults(settings, ImageSettings.CLUSTER_OBSERVABILITY_COLLECTOR, proxy));
  }

  /** What the settings say about every collector. */
  static CollectorFacts collectorFacts(Settings settings, List<EnvVar> proxy) {
    return new CollectorFacts(
        defaults(settings, ImageSettings.COLLECTOR, proxy),
        ClusterSettings.isOpen(settings, ClusterSettings.OPERAND_NETWORK_POLICY_GATE),
        isFips() ? Set.copyOf(settings.get(ClusterSettings.FIPS_DISABLED)) : Set.of(),
        EVERYTHING);
  }

  /** What the settings say about every operand that has this image. */
  private static OperandDefaults defaults(
      Settings settings, Setting<String> ofImage, List<EnvVar> proxy) {
    var image = settings.get(ofImage);
    return new OperandDefaults(
        image,
        image.substring(image.lastIndexOf(':') + 1),
        proxy,
        noneOf(settings.get(ClusterSettings.LABELS_FILTER)),
        noneOf(settings.get(ClusterSettings.ANNOTATIONS_FILTER)));
  }

  /** Whether this machine, and so the cluster's other ones, runs in FIPS mode. */
  private static boolean isFips() {
    return read("/proc/sys/crypto/fips_enabled").map(String::strip).filter("1"::equals).isPresent();
  }

  private static Predicate<String> noneOf(List<String> expressions) {
    var patterns = expressions.stream().map(Pattern::compile).toList();
    return key -> patterns.stream().noneMatch(pattern -> pattern.matcher(key).find());
  }

  /** The proxy variables among those of the operator, which collectors get too. */
  static List<EnvVar> proxy(Map<String, String> environment) {
    return PROXY_VARIABLES.stream()
        .flatMap(
            name ->
                Stream.ofNullable(environment.get(name))
                    .map(value -> new EnvVarBuilder().withName(name).withValue(value).build()))
        .toList();
  }

  private static Optional<String> read(String file) {
    try {
      return Optional.of(Files.readString(Path.of(file)));
    } catch (IOException _) {
      return Optional.empty();
    }
  }
}
