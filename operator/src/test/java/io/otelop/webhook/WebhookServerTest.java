// SPDX-License-Identifier: Apache-2.0
package io.otelop.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.api.OpenTelemetry;
import io.otelop.webhook.Admission.Failure;
import io.otelop.webhook.Endpoint.Reply;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WebhookServerTest {

  private static final List<String> NAMES = List.of("127.0.0.1", "localhost");

  private final CountDownLatch release = new CountDownLatch(1);
  private final CountDownLatch entered = new CountDownLatch(1);
  private final AtomicInteger pods = new AtomicInteger();
  private Keychain keychain =
      Keychain.create(NAMES, Validity.STANDARD, Clock.systemUTC().instant());
  private WebhookServer server = start();

  private WebhookServer start() {
    Admission admission =
        request -> {
          pods.incrementAndGet();
          return AdmissionAnswer.allow();
        };
    Endpoint held =
        body -> {
          entered.countDown();
          await(release);
          return Reply.text(200, "late");
        };
    Endpoint broken =
        body -> {
          throw new IllegalStateException("secret");
        };
    try {
      return WebhookServer.start(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
          keychain.serving(),
          Map.of(
              "/mutate-v1-pod",
              new AdmissionEndpoint(
                  admission, Failure.ALLOW, Duration.ofSeconds(2), (request, answer, took) -> {}),
              "/echo",
              body -> Reply.json(200, body),
              "/held",
              held,
              "/broken",
              broken));
    } catch (IOException taken) {
      throw new java.io.UncheckedIOException(taken);
    }
  }

  @BeforeEach
  void reset() {
    pods.set(0);
  }

  @AfterEach
  void stop() {
    release.countDown();
    server.close();
  }

  @Test
  void pathsAndMethodsThatAreNotServedAreRefused() throws Exception {
    var client = client(tls(keychain.bundle()));
    assertThat(post(client, "/echo", "x").body()).isEqualTo("x");
    assertThat(post(client, "/echo/", "x").statusCode()).isEqualTo(404);
    assertThat(post(client, "/", "x").statusCode()).isEqualTo(404);
    assertThat(post(client, "/mutate-v1-pod", "").statusCode()).isEqualTo(400);
    var get = client.send(request("/echo").GET().build(), BodyHandlers.ofString());
    assertThat(get.statusCode()).isEqualTo(405);
    assertThat(get.headers().firstValue("Allow")).contains("POST");
    var broken = post(client, "/broken", "x");
    assertThat(broken.statusCode()).isEqualTo(500);
    assertThat(broken.body()).doesNotContain("secret");
  }

  @Test
  void aBodyThatIsTooLongIsRefusedAndTheServerGoesOn() throws Exception {
    var client = client(tls(keychain.bundle()));
    var longest = "x".repeat(WebhookServer.MAX_BODY);
    assertThat(post(client, "/echo", longest).statusCode()).isEqualTo(200);
    try {
      assertThat(post(client, "/echo", longest + "x").statusCode()).isEqualTo(413);
    } catch (IOException closedWhileWeWrote) {
      assertThat(closedWhileWeWrote).isNotNull();
    }
    assertThat(post(client, "/echo", "y").body()).isEqualTo("y");
  }

  @Test
  void thePeersOfTheServerMustTrustItsAuthority() throws Exception {
    var stranger = Keychain.create(NAMES, Validity.STANDARD, Clock.systemUTC().instant());
    var client = client(tls(stranger.bundle()));
    assertThat(CompletableFuture.supplyAsync(() -> tryPost(client, "/echo")).join()).isFalse();
  }

  @Test
  void onlyTheTlsIsSpokenThatIsAskedFor() throws Exception {
    var strict =
        WebhookServer.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            keychain.serving(),
            TlsRules.of("VersionTLS13", List.of()),
            Map.of(),
            OpenTelemetry.noop());
    try (strict) {
      assertThat(speaks(strict, "TLSv1.3")).isTrue();
      assertThat(speaks(strict, "TLSv1.2")).isFalse();
      assertThat(speaks(server, "TLSv1.2")).isTrue();
    }
    assertThat(
            TlsRules.of(
                    "VersionTLS12", List.of("TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384", "NO_SUCH"))
                .ciphers())
        .contains("TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384", "TLS_AES_128_GCM_SHA256")
        .doesNotContain("NO_SUCH");
  }

  private boolean speaks(WebhookServer server, String version) throws Exception {
    var factory = tls(keychain.bundle()).getSocketFactory();
    try (var socket = (SSLSocket) factory.createSocket("127.0.0.1", server.port())) {
      socket.setEnabledProtocols(new String[] {version});
      socket.startHandshake();
      return true;
    } catch (javax.net.ssl.SSLException refused) {
      return false;
    }
  }

  @Test
  void theCertificateIsExchangedUnderLoadWithoutALostRequest() throws Exception {
    var next = Keychain.create(NAMES, Validity.STANDARD, Clock.systemUTC().instant());
    var both = tls(keychain.bundle() + next.bundle());
    var failures = new ConcurrentLinkedQueue<Throwable>();
    var answers = new AtomicInteger();
    var stop = new CountDownLatch(1);
    var callers = new ArrayList<Thread>();
    for (var i = 0; i < 6; i++) {
      var keepsItsConnection = i % 2 == 0;
      callers.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    try (var kept = client(both)) {
                      while (stop.getCount() > 0) {
                        if (keepsItsConnection) {
                          count(kept, answers, failures);
                        } else {
                          // What stays open counts for the server, which keeps 200 idle ones.
                          try (var once = client(both)) {
                            count(once, answers, failures);
                          }
                        }
                      }
                    }
                  }));
    }
    var end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    for (var i = 0; i < 40 || (answers.get() <= 100 && System.nanoTime() < end); i++) {
      server.use((i % 2 == 0 ? next : keychain).serving());
      Thread.sleep(25);
    }
    server.use(next.serving());
    stop.countDown();
    for (var caller : callers) {
      caller.join();
    }
    assertThat(failures).isEmpty();
    assertThat(answers.get()).isGreaterThan(100);
    assertThat(tryPost(client(tls(next.bundle())), "/echo")).isTrue();
    assertThat(tryPost(client(tls(keychain.bundle())), "/echo")).isFalse();
  }

  @Test
  void strangersAtThePortDoNotHoldUpTheOthers() throws Exception {
    var strangers = new ArrayList<Socket>();
    for (var i = 0; i < 100; i++) {
      strangers.add(new Socket(InetAddress.getLoopbackAddress(), server.port()));
    }
    var plain = new Socket(InetAddress.getLoopbackAddress(), server.port());
    plain.getOutputStream().write("POST /echo HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.UTF_8));
    var garbage = new Socket(InetAddress.getLoopbackAddress(), server.port());
    garbage.getOutputStream().write(new byte[] {0x16, 3, 1, 0x7f});
    strangers.add(garbage);

    assertThat(post(client(tls(keychain.bundle())), "/echo", "x").statusCode()).isEqualTo(200);
    plain.setSoTimeout(60_000);
    plain.getInputStream().readAllBytes();
    plain.close();
    for (var stranger : strangers) {
      stranger.close();
    }
  }

  @Test
  void thousandsOfIdleStrangersDoNotKeepTheApiServerOut() throws Exception {
    var strangers = new ArrayList<Socket>();
    try {
      for (var i = 0; i < 5_000; i++) {
        strangers.add(new Socket(InetAddress.getLoopbackAddress(), server.port()));
      }
      for (var i = 0; i < 20; i++) {
        assertThat(post(client(tls(keychain.bundle())), "/echo", "x").statusCode()).isEqualTo(200);
      }
    } finally {
      for (var stranger : strangers) {
        stranger.close();
      }
    }
  }

  @Test
  void aClientThatSendsTooSlowlyIsSentAway() throws Exception {
    var socket =
        (SSLSocket)
            tls(keychain.bundle()).getSocketFactory().createSocket("127.0.0.1", server.port());
    try (socket) {
      socket.startHandshake();
      socket
          .getOutputStream()
          .write(
              "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n1"
                  .getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().flush();
      socket.setSoTimeout(60_000);
      assertThat(socket.getInputStream().readAllBytes()).isEmpty();
    } catch (IOException reset) {
      assertThat(reset).isNotInstanceOf(java.net.SocketTimeoutException.class);
    }
  }

  @Test
  void whatHasBegunIsFinishedBeforeTheServerStops() throws Exception {
    var client = client(tls(keychain.bundle()));
    var held =
        client.sendAsync(
            request("/held").POST(BodyPublishers.noBody()).build(), BodyHandlers.ofString());
    await(entered);
    var port = server.port();
    var drained =
        CompletableFuture.runAsync(
            () -> server.drain(Duration.ofSeconds(3), Duration.ofSeconds(60)));
    Awaitility.await()
        .untilAsserted(
            () -> {
              var meanwhile = post(client, "/echo", "still served");
              assertThat(meanwhile.statusCode()).isEqualTo(200);
              assertThat(meanwhile.headers().firstValue("Connection")).contains("close");
            });
    Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> !isOpen(port));
    release.countDown();
    assertThat(held.join().body()).isEqualTo("late\n");
    drained.orTimeout(30, java.util.concurrent.TimeUnit.SECONDS).join();
    assertThat(isOpen(port)).isFalse();
  }

  private static boolean isOpen(int port) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException refused) {
      return false;
    }
  }

  @Test
  void theServerWarmsItselfUp() throws Exception {
    var took = WarmUp.pods(server, "/mutate-v1-pod", "{\"metadata\":{}}", "default", 20);
    assertThat(pods).hasValue(20);
    assertThat(took).isBetween(Duration.ofNanos(1), Duration.ofMinutes(1));
    assertThatThrownBy(() -> WarmUp.pods(server, "/nothing", "{}", "default", 1))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("404");
  }

  private void count(HttpClient client, AtomicInteger answers, Queue<Throwable> failures) {
    try {
      assertThat(post(client, "/echo", "x").statusCode()).isEqualTo(200);
      answers.incrementAndGet();
    } catch (IOException | InterruptedException | AssertionError failed) {
      failures.add(failed);
    }
  }

  private boolean tryPost(HttpClient client, String path) {
    try {
      return post(client, path, "x").statusCode() == 200;
    } catch (IOException failed) {
      return false;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private HttpResponse<String> post(HttpClient client, String path, String body)
      throws IOException, InterruptedException {
    return client.send(
        request(path).POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + server.port() + path))
        .timeout(Duration.ofSeconds(20));
  }

  private static HttpClient client(SSLContext tls) {
    return HttpClient.newBuilder().sslContext(tls).version(HttpClient.Version.HTTP_1_1).build();
  }

  private static SSLContext tls(String bundle) throws Exception {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    var number = 0;
    for (var certificate : Pem.parseCertificates(bundle)) {
      store.setCertificateEntry("ca" + number++, certificate);
    }
    var trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(store);
    var context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
