// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import io.otelop.testing.Cluster;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;

/** Runs tools against a cluster as a person would. */
final class Shell {

  private final Cluster cluster;

  Shell(Cluster cluster) {
    this.cluster = cluster;
  }

  /** What a command line came to. */
  record Result(int code, String out, String err) {}

  /** Runs one, with the cluster and its namespace added. */
  Result run(String... words) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var more =
        Stream.of("--kubeconfig", cluster.kubeconfig().toString(), "-n", cluster.namespace());
    var arguments = Stream.concat(Arrays.stream(words), more).toArray(String[]::new);
    var code = new CommandLine(Map.of(), print(out), print(err)).run(arguments);
    return new Result(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private static PrintStream print(ByteArrayOutputStream to) {
    return new PrintStream(to, true, StandardCharsets.UTF_8);
  }
}
