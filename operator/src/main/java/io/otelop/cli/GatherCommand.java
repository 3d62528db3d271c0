// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.zip.ZipOutputStream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * {@code gather}: an archive for a bug report, of what the operator has to do with, without
 * secrets. Layout: targetallocator-opamp-ops.md D9, so that tools that read such archives read this
 * one.
 */
final class GatherCommand implements Tool {

  private static final String FILE = "--file";

  private final Terminal terminal;

  GatherCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public CommandSpec describe() {
    var spec =
        Options.describe(
            this,
            "gather",
            "Write an archive for a bug report: the operator, its objects and logs, without secrets");
    return Access.addOptions(spec)
        .addOption(
            OptionSpec.builder(FILE)
                .paramLabel("FILE")
                .type(Path.class)
                .defaultValue("otel-gather.zip")
                .description("Archive to write; it must not exist (otel-gather.zip)")
                .build());
  }

  @Override
  public int run(ParseResult line) throws IOException {
    Path file = line.matchedOptionValue(FILE, Path.of("otel-gather.zip"));
    try (var access = Access.open(line);
        var zip = new ZipOutputStream(Files.newOutputStream(file, StandardOpenOption.CREATE_NEW))) {
      var archive = new GatheredArchive(zip);
      new Gathering(access.reads(), archive).all(Options.text(line, Options.NAMESPACE).orElse(""));
      archive.note("check.yaml", () -> new InstallationChecks(access, Clock.systemUTC()).all());
      archive.note(
          "status.yaml", () -> StatusCommand.of(line, access, "", terminal.err()::println));
      archive.problems().forEach(terminal.err()::println);
      terminal.out().println("%s: %d files".formatted(file, archive.files()));
      return Command.OK;
    } catch (KubernetesClientException failed) {
      terminal.err().println(failed.getMessage());
      return Command.FAILED;
    }
  }
}
