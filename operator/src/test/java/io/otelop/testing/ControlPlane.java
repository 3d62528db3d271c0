// SPDX-License-Identifier: Apache-2.0
package io.otelop.testing;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.otelop.crds.CustomResourceDefinitions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Starts {@code e2e/cluster/control-plane} once a run, with the custom resources defined, and gives
 * each test class that asks for a {@link Cluster} a namespace of its own.
 */
public final class ControlPlane implements ParameterResolver {

  private static final ExtensionContext.Namespace STORE =
      ExtensionContext.Namespace.create(ControlPlane.class);

  /** The first start compiles the API server. */
  private static final long LONGEST_START_MINUTES = 40;

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType().equals(Cluster.class);
  }

  @Override
  public Cluster resolveParameter(ParameterContext parameter, ExtensionContext context) {
    var running =
        context
            .getRoot()
            .getStore(STORE)
            .computeIfAbsent(Running.class, _ -> Running.start(), Running.class);
    return context
        .getStore(STORE)
        .computeIfAbsent(
            context.getRequiredTestClass(),
            test -> running.withNamespaceOf(test.getSimpleName()),
            Cluster.class);
  }

  private record Running(Path directory, KubernetesClient client) implements AutoCloseable {

    static Running start() {
      var directory = Checkout.path("operator/target/control-plane");
      var parent = String.valueOf(ProcessHandle.current().pid());
      script("up", "--dir", directory.toString(), "--parent-pid", parent);
      var config = Config.fromKubeconfig(kubeconfig(directory).toFile());
      var client = new KubernetesClientBuilder().withConfig(config).build();
      var running = new Running(directory, client);
      running.define();
      return running;
    }

    private static Path kubeconfig(Path directory) {
      return directory.resolve("kubeconfig");
    }

    private void define() {
      for (var one : CustomResourceDefinitions.all()) {
        var definition = client.resource(one);
        definition.serverSideApply();
        definition.waitUntilCondition(
            it ->
                it != null
                    && it.getStatus() != null
                    && it.getStatus().getConditions() != null
                    && it.getStatus().getConditions().stream()
                        .anyMatch(
                            condition ->
                                condition.getType().equals("Established")
                                    && condition.getStatus().equals("True")),
            30,
            TimeUnit.SECONDS);
      }
    }

    Cluster withNamespaceOf(String test) {
      var name = test.replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
      client
          .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
          .create();
      client
          .serviceAccounts()
          .inNamespace(name)
          .withName("default")
          .waitUntilCondition(Objects::nonNull, 30, TimeUnit.SECONDS);
      return new Cluster(client, kubeconfig(directory), name);
    }

    @Override
    public void close() {
      client.close();
      script("down", "--dir", directory.toString());
    }
  }

  private static void script(String... arguments) {
    var command = new ArrayList<String>();
    command.add(Checkout.path("e2e/cluster/control-plane").toString());
    command.addAll(List.of(arguments));
    try {
      var log = Files.createTempFile("control-plane", ".log");
      var process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      if (!process.waitFor(LONGEST_START_MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
        process.destroy();
        throw new IllegalStateException(
            command + " failed:\n" + Files.readString(log, StandardCharsets.UTF_8));
      }
      Files.delete(log);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopping);
    }
  }
}
