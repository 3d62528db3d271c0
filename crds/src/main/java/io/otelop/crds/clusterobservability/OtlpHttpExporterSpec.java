// SPDX-License-Identifier: Apache-2.0
package io.otelop.crds.clusterobservability;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where telemetry is sent, by OTLP over HTTP. Names and values are those of the collector's
 * exporter {@code otlp_http}, but for the two factors, which are numbers there, and the name of the
 * server, which is {@code server_name_override}.
 *
 * @param endpoint to which {@code /v1/traces} and the like are added
 * @param tracesEndpoint for traces alone, as it is
 * @param metricsEndpoint for metrics alone, as it is
 * @param logsEndpoint for logs alone, as it is
 * @param profilesEndpoint for profiles alone, as it is
 * @param tls how the connection is secured
 * @param timeout in Go's form such as {@code 30s}
 * @param readBufferSize in bytes, not negative
 * @param writeBufferSize in bytes, not negative
 * @param sendingQueue what waits to be sent
 * @param retryOnFailure what is done where nothing could be sent
 * @param encoding {@code proto} or {@code json}
 * @param compression {@code gzip}, {@code none} or empty
 * @param headers of each request; they may be secrets
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record OtlpHttpExporterSpec(
    @Nullable String endpoint,
    @JsonProperty("traces_endpoint") @Nullable String tracesEndpoint,
    @JsonProperty("metrics_endpoint") @Nullable String metricsEndpoint,
    @JsonProperty("logs_endpoint") @Nullable String logsEndpoint,
    @JsonProperty("profiles_endpoint") @Nullable String profilesEndpoint,
    @Nullable Tls tls,
    @Nullable String timeout,
    @JsonProperty("read_buffer_size") @Nullable Integer readBufferSize,
    @JsonProperty("write_buffer_size") @Nullable Integer writeBufferSize,
    @JsonProperty("sending_queue") @Nullable SendingQueue sendingQueue,
    @JsonProperty("retry_on_failure") @Nullable RetryOnFailure retryOnFailure,
    @Nullable String encoding,
    @Nullable String compression,
    @Nullable Map<String, String> headers) {

  /** Tells everything but the values of the headers. */
  @Override
  public String toString() {
    return "OtlpHttpExporterSpec[endpoint="
        + endpoint
        + ", headers="
        + (headers == null ? "" : headers.keySet())
        + "]";
  }

  /**
   * How the connection is secured; the files must be in the collector's image.
   *
   * @param caFile certificate of the authority
   * @param certFile certificate of the collector
   * @param keyFile private key of the collector
   * @param insecure whether nothing is encrypted
   * @param serverName the name that the other side's certificate must have
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Tls(
      @JsonProperty("ca_file") @Nullable String caFile,
      @JsonProperty("cert_file") @Nullable String certFile,
      @JsonProperty("key_file") @Nullable String keyFile,
      @Nullable Boolean insecure,
      @JsonProperty("server_name") @Nullable String serverName) {}

  /**
   * What waits to be sent.
   *
   * @param enabled whether there is a queue
   * @param numConsumers how many send at a time, at least 1
   * @param queueSize how much may wait, at least 1
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record SendingQueue(
      @Nullable Boolean enabled,
      @JsonProperty("num_consumers") @Nullable Integer numConsumers,
      @JsonProperty("queue_size") @Nullable Integer queueSize) {}

  /**
   * What is done where nothing could be sent. Times are in Go's form such as {@code 5s}.
   *
   * @param enabled whether it is tried again
   * @param initialInterval before the second try
   * @param randomizationFactor a number, as text
   * @param multiplier a number, as text
   * @param maxInterval between two tries
   * @param maxElapsedTime after which it is given up; 0 for never
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record RetryOnFailure(
      @Nullable Boolean enabled,
      @JsonProperty("initial_interval") @Nullable String initialInterval,
      @JsonProperty("randomization_factor") @Nullable String randomizationFactor,
      @Nullable String multiplier,
      @JsonProperty("max_interval") @Nullable String maxInterval,
      @JsonProperty("max_elapsed_time") @Nullable String maxElapsedTime) {}
}
