// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.otelop.cluster.ObjectReads;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * A cluster as the person who runs a tool may see it.
 *
 * @param client with that person's rights
 * @param namespace the one that is meant where none is named
 */
record Access(KubernetesClient client, String namespace) implements AutoCloseable {

  private static final String KUBECONFIG = "--kubeconfig";
  private static final String CONTEXT = "--context";

  /** A person who waits would rather hear at once that nothing answers. */
  private static final int MOST_TRIES_AGAIN = 2;

  /** They tell of each refused read, and of each step: the tools have words of their own. */
  private static final List<Logger> QUIET =
      List.of(Logger.getLogger("io.fabric8"), Logger.getLogger("io.otelop"));

  /** Adds the options that kubectl has for it. */
  static CommandSpec addOptions(CommandSpec spec) {
    return spec.addOption(Options.namespace("Namespace; that of the context, without it"))
        .addOption(
            OptionSpec.builder(KUBECONFIG)
                .paramLabel("FILE")
                .type(Path.class)
                .description("File that says how to reach the cluster")
                .build())
        .addOption(
            OptionSpec.builder(CONTEXT)
                .paramLabel("NAME")
                .type(String.class)
                .description("Context of that file; the current one, without it")
                .build());
  }

  private static Config config(ParseResult line) {
    Path file = line.matchedOptionValue(KUBECONFIG, (Path) null);
    String context = line.matchedOptionValue(CONTEXT, (String) null);
    return file == null
        ? Config.autoConfigure(context)
        : Config.fromKubeconfig(context, file.toFile());
  }

  /** Where the API server is that the options mean. */
  static String address(ParseResult line) {
    return config(line).getMasterUrl();
  }

  /** Opens what the options say. */
  static Access open(ParseResult line) throws IOException {
    QUIET.forEach(logger -> logger.setLevel(Level.OFF));
    var config = config(line);
    var given =
        new ConfigBuilder(config)
            .withUserAgent("kubectl-otel")
            .withRequestRetryBackoffLimit(MOST_TRIES_AGAIN);
    var namespace =
        Options.text(line, Options.NAMESPACE)
            .orElse(Objects.requireNonNullElse(config.getNamespace(), "default"));
    return new Access(new KubernetesClientBuilder().withConfig(given.build()).build(), namespace);
  }

  ObjectReads reads() {
    return new ObjectReads(client);
  }

  @Override
  public void close() {
    client.close();
  }
}
