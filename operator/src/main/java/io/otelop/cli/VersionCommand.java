// SPDX-License-Identifier: Apache-2.0
package io.otelop.cli;

import io.otelop.settings.ImageSettings;
import io.otelop.settings.Settings;
import java.util.Objects;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code version}: which program this is, and which collector it gives to those that name none. */
final class VersionCommand implements Tool {

  private final Terminal terminal;

  VersionCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public CommandSpec describe() {
    return Options.describe(
        this, "version", "Print the version of this program and of the collectors that it makes");
  }

  @Override
  public int run(ParseResult line) {
    var own = VersionCommand.class.getPackage().getImplementationVersion();
    terminal.out().println("program    " + Objects.requireNonNullElse(own, "not packaged"));
    terminal.out().println("collector  " + Settings.defaults().get(ImageSettings.COLLECTOR));
    return Command.OK;
  }
}
