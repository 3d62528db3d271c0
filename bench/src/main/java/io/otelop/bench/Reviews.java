// SPDX-License-Identifier: Apache-2.0
package io.otelop.bench;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Pods of a Deployment as the API server shows them to a webhook, and what they ask for. */
final class Reviews {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static final String INSTRUMENTATION =
      """
      apiVersion: opentelemetry.io/v1alpha1
      kind: Instrumentation
      metadata: {name: agents, namespace: %s}
      spec:
        exporter: {endpoint: "http://gateway-collector:4318"}
        propagators: [tracecontext, baggage]
        sampler: {type: parentbased_traceidratio, argument: "0.25"}
      """
          .formatted(ApiServer.NAMESPACE);

  private static final String POD =
      """
      {"apiVersion": "v1", "kind": "Pod",
       "metadata": {"generateName": "shop-6cb6bc7db4-", "namespace": "%s",
         "labels": {"app": "shop", "app.kubernetes.io/version": "1.4.2", "pod-template-hash": "6cb6bc7db4"},
         "annotations": {"prometheus.io/scrape": "true", "prometheus.io/port": "8080"},
         "ownerReferences": [{"apiVersion": "apps/v1", "kind": "ReplicaSet", "name": "shop-6cb6bc7db4",
           "uid": "5b8f1c1e-6d2a-4d6c-9f0e-000000000000", "controller": true, "blockOwnerDeletion": true}]},
       "spec": {"containers": [{"name": "shop", "image": "registry.example/shop:1.4.2",
           "imagePullPolicy": "IfNotPresent", "ports": [{"containerPort": 8080, "name": "http", "protocol": "TCP"}],
           "env": [{"name": "JAVA_TOOL_OPTIONS", "value": "-Xmx256m"}, {"name": "DB_URL", "value": "jdbc:postgresql://db/shop"},
             {"name": "DB_PASSWORD", "valueFrom": {"secretKeyRef": {"name": "db", "key": "password"}}},
             {"name": "POD_IP", "valueFrom": {"fieldRef": {"apiVersion": "v1", "fieldPath": "status.podIP"}}}],
           "resources": {"requests": {"cpu": "100m", "memory": "256Mi"}, "limits": {"memory": "512Mi"}},
           "livenessProbe": {"httpGet": {"path": "/live", "port": 8080, "scheme": "HTTP"}, "timeoutSeconds": 1,
             "periodSeconds": 10, "successThreshold": 1, "failureThreshold": 3},
           "readinessProbe": {"httpGet": {"path": "/ready", "port": 8080, "scheme": "HTTP"}, "timeoutSeconds": 1,
             "periodSeconds": 10, "successThreshold": 1, "failureThreshold": 3},
           "securityContext": {"runAsNonRoot": true, "allowPrivilegeEscalation": false},
           "terminationMessagePath": "/dev/termination-log", "terminationMessagePolicy": "File",
           "volumeMounts": [{"name": "work", "mountPath": "/work"},
             {"name": "kube-api-access-x7k2p", "readOnly": true, "mountPath": "/var/run/secrets/kubernetes.io/serviceaccount"}]}],
         "volumes": [{"name": "work", "emptyDir": {}},
           {"name": "kube-api-access-x7k2p", "projected": {"defaultMode": 420, "sources": [
             {"serviceAccountToken": {"expirationSeconds": 3607, "path": "token"}},
             {"configMap": {"name": "kube-root-ca.crt", "items": [{"key": "ca.crt", "path": "ca.crt"}]}},
             {"downwardAPI": {"items": [{"path": "namespace", "fieldRef": {"apiVersion": "v1", "fieldPath": "metadata.namespace"}}]}}]}}],
         "restartPolicy": "Always", "terminationGracePeriodSeconds": 30, "dnsPolicy": "ClusterFirst",
         "serviceAccountName": "default", "serviceAccount": "default", "securityContext": {}, "schedulerName": "default-scheduler",
         "tolerations": [{"key": "node.kubernetes.io/not-ready", "operator": "Exists", "effect": "NoExecute", "tolerationSeconds": 300},
           {"key": "node.kubernetes.io/unreachable", "operator": "Exists", "effect": "NoExecute", "tolerationSeconds": 300}],
         "priority": 0, "enableServiceLinks": true, "preemptionPolicy": "PreemptLowerPriority"}}"""
          .formatted(ApiServer.NAMESPACE);

  private Reviews() {}

  /** What the pods' agents are set by. */
  static void instrumentation(ApiServer server) {
    KubernetesClient client = server.client();
    client
        .load(new ByteArrayInputStream(INSTRUMENTATION.getBytes(StandardCharsets.UTF_8)))
        .serverSideApply();
  }

  /** A pod of a ReplicaSet; each number has another one. */
  static ObjectNode podOf(int replicaSet, boolean asksForJava) {
    var pod = tree(POD);
    if (asksForJava) {
      ((ObjectNode) pod.at("/metadata/annotations"))
          .put("instrumentation.opentelemetry.io/inject-java", "true");
    }
    var uid = "5b8f1c1e-6d2a-4d6c-9f0e-%012d".formatted(replicaSet);
    ((ObjectNode) pod.at("/metadata/ownerReferences/0")).put("uid", uid);
    return pod;
  }

  /** The same, but neither its labels nor its owner's name tell the Deployment. */
  static ObjectNode podOfUnknown(int replicaSet) {
    var pod = podOf(replicaSet, true);
    ((ObjectNode) pod.at("/metadata/labels")).remove("pod-template-hash");
    ((ObjectNode) pod.at("/metadata/ownerReferences/0")).put("name", "shop" + replicaSet);
    return pod;
  }

  /** The request that the API server would make for a pod. */
  static byte[] request(ObjectNode pod) {
    var review = JSON.createObjectNode();
    review.put("apiVersion", "admission.k8s.io/v1").put("kind", "AdmissionReview");
    var request = review.putObject("request").put("uid", "705ab4f5-6393-11e8-b7cc-42010a800002");
    request.putObject("kind").put("group", "").put("version", "v1").put("kind", "Pod");
    request.putObject("resource").put("group", "").put("version", "v1").put("resource", "pods");
    request.put("namespace", ApiServer.NAMESPACE).put("operation", "CREATE").put("dryRun", false);
    request
        .putObject("userInfo")
        .put("username", "system:serviceaccount:kube-system:replicaset-controller");
    request.set("object", pod);
    request.putNull("oldObject");
    request.putObject("options").put("kind", "CreateOptions").put("apiVersion", "meta.k8s.io/v1");
    return Connection.request(
        "POST",
        "/mutate-v1-pod?timeout=3s",
        Map.of("Content-Type", "application/json", "Accept", "application/json"),
        review.toString());
  }

  /** Whether the pod was let in, with an edit or without. */
  static boolean isAllowed(Connection.Answer answer, boolean isEdited) {
    try {
      var response = JSON.readTree(answer.body()).path("response");
      return answer.status() == 200
          && response.path("allowed").asBoolean()
          && response.has("patch") == isEdited;
    } catch (IOException notJson) {
      throw new UncheckedIOException(notJson);
    }
  }

  private static ObjectNode tree(String text) {
    try {
      return (ObjectNode) JSON.readTree(text);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
