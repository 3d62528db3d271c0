// SPDX-License-Identifier: Apache-2.0
package io.otelop.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.otelop.crds.CustomResourceDefinitions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * A control plane of this benchmark's own, with the custom resources defined and one namespace.
 *
 * @param directory its state and its kubeconfig
 * @param client may do everything
 */
record ApiServer(Path directory, KubernetesClient client) implements AutoCloseable {

  static final String NAMESPACE = "bench";

  static final String JSON_TYPE = "application/json";

  /** Only the metadata of what is listed. */
  private static final String METADATA =
      "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";

  private static final Duration LONGEST = Duration.ofMinutes(20);

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** What is counted in {@link #requests}: that which changes something. */
  private static final List<String> WRITES = List.of("APPLY", "POST", "PUT", "PATCH", "DELETE");

  static ApiServer start(boolean withControllerManager) throws IOException {
    var directory = Path.of("bench/target/control-plane").toAbsolutePath();
    var command = new ArrayList<>(List.of("e2e/cluster/control-plane", "up"));
    command.addAll(List.of("--dir", directory.toString()));
    command.addAll(List.of("--parent-pid", String.valueOf(ProcessHandle.current().pid())));
    if (!withControllerManager) {
      command.add("--no-controller-manager");
    }
    run(command);
    var config = Config.fromKubeconfig(directory.resolve("kubeconfig").toFile());
    var client = new KubernetesClientBuilder().withConfig(config).build();
    var server = new ApiServer(directory, client);
    server.define();
    return server;
  }

  private static void run(List<String> command) throws IOException {
    var process =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    if (process.onExit().join().exitValue() != 0) {
      throw new IOException(command + " failed");
    }
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
          60,
          TimeUnit.SECONDS);
    }
    client
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata().build())
        .create();
  }

  Path kubeconfig() {
    return directory.resolve("kubeconfig");
  }

  /** Makes the account of pods in a namespace: the controller that would is not there. */
  void makeAccount(String namespace) {
    client
        .resource(
            new ServiceAccountBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName("default")
                .endMetadata()
                .build())
        .create();
  }

  InetSocketAddress address() {
    var master = URI.create(client.getMasterUrl().toString());
    return new InetSocketAddress(master.getHost(), master.getPort());
  }

  /** A request of somebody who may do everything. */
  byte[] request(String method, String path, String contentType, String body) {
    return request(method, path, contentType, JSON_TYPE, body);
  }

  private byte[] request(
      String method, String path, String contentType, String accepted, String body) {
    var token = Objects.requireNonNull(client.getConfiguration().getAutoOAuthToken());
    return Connection.request(
        method,
        path,
        Map.of("Authorization", "Bearer " + token, "Content-Type", contentType, "Accept", accepted),
        body);
  }

  /** Sends each request once, over some connections; how long each took. */
  Load.Outcome send(int connections, List<byte[]> requests)
      throws InterruptedException, ExecutionException {
    return new Load(
            address(),
            connections,
            requests,
            Connection.Answer::isSuccess,
            Duration.ZERO,
            LONGEST,
            requests.size())
        .run();
  }

  /** A collection with the metadata of its objects. */
  JsonNode metadata(String collection) throws IOException {
    try (var connection = Connection.open(address())) {
      var answer = connection.send(request("GET", collection, JSON_TYPE, METADATA, ""));
      if (!answer.isSuccess()) {
        throw new IOException(collection + " answered " + answer.status());
      }
      return JSON.readTree(answer.body());
    }
  }

  /** How many objects a collection has, without reading them. */
  long count(String collection) throws IOException {
    var list = metadata(collection + "?limit=1");
    return list.path("items").size() + list.path("metadata").path("remainingItemCount").asLong();
  }

  /** How many writes of a resource it has answered so far, from all clients. */
  long requests(String resource, String subresource) {
    return client
        .raw("/metrics")
        .lines()
        .filter(line -> line.startsWith("apiserver_request_total{"))
        .filter(line -> line.contains(",resource=\"" + resource + "\""))
        .filter(line -> line.contains(",subresource=\"" + subresource + "\""))
        .filter(line -> WRITES.stream().anyMatch(it -> line.contains("verb=\"" + it + "\"")))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /** One of its programs. */
  Running daemon(String name) throws IOException {
    var pid = Files.readString(directory.resolve(name + ".pid")).strip().split(" ", 2)[0];
    return new Running(ProcessHandle.of(Long.parseLong(pid)).orElseThrow());
  }

  /** Used by its programs since they started. */
  Duration cpu() throws IOException {
    return daemon("kube-apiserver").cpu().plus(daemon("etcd").cpu());
  }

  @Override
  public void close() throws IOException {
    client.close();
    run(List.of("e2e/cluster/control-plane", "down", "--dir", directory.toString()));
  }
}
