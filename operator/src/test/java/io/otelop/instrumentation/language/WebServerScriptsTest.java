// SPDX-License-Identifier: Apache-2.0
package io.otelop.instrumentation.language;

import static org.assertj.core.api.Assertions.assertThat;

import io.otelop.naming.EnvNames;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scripts of the init containers, run by a real shell in a directory of the test's own. */
class WebServerScriptsTest {

  @TempDir private Path root;

  @BeforeEach
  void agentAndConfig() throws IOException {
    write(
        "opt/opentelemetry/conf/opentelemetry_sdk_log4cxx.xml.template", "<log __agent_log_dir__>");
    write("opt/opentelemetry/WebServerModule/Nginx/1.25.3/ngx_http_opentelemetry_module.so", "so");
    Files.createDirectories(root.resolve("opt/opentelemetry-webserver/agent"));
    Files.createDirectories(root.resolve("opt/opentelemetry-webserver/source-conf"));
  }

  @Test
  void apacheIncludesTheModulesConfig() throws Exception {
    write("opt/opentelemetry-webserver/source-conf/httpd.conf", "Listen 80");
    run(
        ApacheHttpd.SCRIPT,
        "/usr/local/apache2/conf",
        Map.of(
            EnvNames.APACHE_AGENT_CONF,
            "ApacheModuleServiceInstanceId " + WebServer.INSTANCE,
            EnvNames.APACHE_SERVICE_INSTANCE_ID,
            "shop-1"));
    assertThat(read("httpd.conf"))
        .isEqualTo("Listen 80\nInclude /usr/local/apache2/conf/opentemetry_agent.conf\n");
    assertThat(read("opentemetry_agent.conf")).isEqualTo("ApacheModuleServiceInstanceId shop-1\n");
    assertThat(Files.readString(agent().resolve("conf/opentelemetry_sdk_log4cxx.xml")))
        .startsWith("<log ")
        .endsWith("/opt/opentelemetry-webserver/agent/logs>");
  }

  @Test
  void nginxLoadsTheModuleOfItsVersion() throws Exception {
    attachNginx("nginx version: nginx/1.25.3 (Debian)");
    assertThat(read("nginx.conf").lines())
        .satisfiesExactly(
            line -> assertThat(line).isEqualTo("env OTEL_RESOURCE_ATTRIBUTES;"),
            line ->
                assertThat(line)
                    .startsWith("load_module /")
                    .endsWith("/Nginx/1.25.3/ngx_http_opentelemetry_module.so;"),
            line -> assertThat(line).isEqualTo("http {}"));
    assertThat(read("conf.d/opentelemetry_agent.conf"))
        .isEqualTo("NginxModuleServiceInstanceId shop-1;\n");
  }

  @Test
  void nginxWithoutAModuleForItsVersionStaysAsItIs() throws Exception {
    attachNginx("nginx version: nginx/9.9.9");
    assertThat(read("nginx.conf")).isEqualTo("http {}");
    assertThat(copy().resolve("conf.d/opentelemetry_agent.conf")).doesNotExist();
  }

  /** A server whose config the agent's user may not read still has to start. */
  @Test
  void aConfigThatIsNotThereLeavesTheServerAsItIs() throws Exception {
    run(ApacheHttpd.SCRIPT, "/usr/local/apache2/conf", Map.of());
    run(Nginx.SCRIPT, "nginx.conf", Map.of());
    assertThat(copy()).isEmptyDirectory();
  }

  /** What a custom resource or a pod says is data to every command of the scripts. */
  @Test
  void nothingThatIsGivenIsRunAsACommand() throws Exception {
    var trap = root.resolve("trapped");
    for (var text :
        List.of(
            "$(touch " + trap + ")",
            "`touch " + trap + "`",
            "'; touch " + trap + "; '",
            "\"; touch " + trap + "; \"",
            "x\ntouch " + trap,
            "%s%n\\1&,e")) {
      write("opt/opentelemetry-webserver/source-conf/httpd.conf", "Listen 80\n");
      run(
          ApacheHttpd.SCRIPT,
          text,
          Map.of(
              EnvNames.APACHE_AGENT_CONF,
              "ApacheModuleServiceName " + text,
              EnvNames.APACHE_SERVICE_INSTANCE_ID,
              "shop-1"));
      assertThat(trap).as(text).doesNotExist();
      assertThat(read("httpd.conf"))
          .isEqualTo("Listen 80\n\nInclude " + text + "/opentemetry_agent.conf\n");
      assertThat(read("opentemetry_agent.conf"))
          .isEqualTo("ApacheModuleServiceName " + text + "\n");
    }
  }

  @Test
  void aFolderOfNginxsConfigMayHaveAnyName() throws Exception {
    var trap = root.resolve("trapped");
    for (var name :
        List.of("a b", "$(touch trapped)", "`touch trapped`", "'; touch trapped; '", "ü*")) {
      write("etc/" + name + "/nginx.conf", "http {}");
      write("bin/nginx", "#!/bin/sh\necho 'nginx version: nginx/1.25.3' >&2\n");
      assertThat(root.resolve("bin/nginx").toFile().setExecutable(true)).isTrue();
      run(
          Nginx.COPY,
          root.resolve("etc/" + name).toString(),
          Map.of("PATH", root.resolve("bin") + ":" + System.getenv("PATH")));
      assertThat(trap).as(name).doesNotExist();
      assertThat(read("nginx.conf")).isEqualTo("http {}");
      assertThat(read("version.txt")).isEqualTo("1.25.3\n");
    }
  }

  private void attachNginx(String version) throws Exception {
    write("etc/nginx/nginx.conf", "http {}");
    write("bin/nginx", "#!/bin/sh\necho '" + version + "' >&2\n");
    assertThat(root.resolve("bin/nginx").toFile().setExecutable(true)).isTrue();
    var path = root.resolve("bin") + ":" + System.getenv("PATH");
    run(Nginx.COPY, root.resolve("etc/nginx").toString(), Map.of("PATH", path));
    run(
        Nginx.SCRIPT,
        "nginx.conf",
        Map.of(
            EnvNames.NGINX_AGENT_CONF,
            "NginxModuleServiceInstanceId " + WebServer.INSTANCE + ";",
            EnvNames.NGINX_SERVICE_INSTANCE_ID,
            "shop-1"));
  }

  /** Kubernetes would expand this in a script's text. */
  @Test
  void noScriptHasAReferenceOfKubernetes() {
    assertThat(List.of(ApacheHttpd.SCRIPT, Nginx.COPY, Nginx.SCRIPT))
        .allSatisfy(script -> assertThat(script).doesNotContain("$(", "$$"));
  }

  private void run(String script, String argument, Map<String, String> environment)
      throws IOException, InterruptedException {
    var here = script.replace("/opt/", root.resolve("opt") + "/");
    var command = new ArrayList<>(List.of("/bin/sh", "-c", here, "--", argument));
    var builder = new ProcessBuilder(command).redirectErrorStream(true).directory(root.toFile());
    builder.environment().putAll(environment);
    var process = builder.start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
  }

  private void write(String path, String text) throws IOException {
    var file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private String read(String path) throws IOException {
    return Files.readString(copy().resolve(path));
  }

  private Path agent() {
    return root.resolve("opt/opentelemetry-webserver/agent");
  }

  private Path copy() {
    return root.resolve("opt/opentelemetry-webserver/source-conf");
  }
}
