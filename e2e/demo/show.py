# SPDX-License-Identifier: Apache-2.0
"""show.py [--orders N]  orders N times in the demo's shop, then shows what the backends know of it.

Uses kubectl and KUBECONFIG; reaches the services through `kubectl port-forward`, so it works with every cluster.
"""
import argparse
import contextlib
import json
import re
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

NAMESPACE = "shop"
INJECTION = "operator.opentelemetry.io/injection"
ITEMS = ["tea", "bread", "cheese", "apples"]

# Longest wait for what arrives by and by, in seconds.
PATIENCE = 90


@contextlib.contextmanager
def reach(service, port):
    """The address of a service from here, for as long as the block runs."""
    process = subprocess.Popen(
        ["kubectl", "-n", NAMESPACE, "port-forward", "service/" + service, f":{port}"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        line = process.stdout.readline()
        match = re.search(r"127\.0\.0\.1:(\d+)", line)
        if not match:
            sys.exit(f"{service} cannot be reached: {process.stderr.read().strip()}")
        yield f"http://127.0.0.1:{match.group(1)}"
    finally:
        process.terminate()
        process.wait()


def get(url):
    with urllib.request.urlopen(url, timeout=10) as answer:
        return json.load(answer)


def eventually(what, found):
    """The first answer of found() that is something."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            answer = found()
            if answer:
                return answer
        except (OSError, urllib.error.URLError, ValueError):
            pass  # the next try tells
        time.sleep(0.5)
    sys.exit(f"{what} did not arrive within {PATIENCE} s")


def order(shop, count):
    def one(number):
        item = ITEMS[number % len(ITEMS)]
        return get(f"{shop}/order?item={item}")
    eventually("an answer of the shop", lambda: one(0))
    for number in range(1, count):
        one(number)


def trace(zipkin):
    """A trace with spans of both services."""
    query = urllib.parse.urlencode({"serviceName": "shop", "limit": 50, "lookback": 3_600_000})

    def found():
        for spans in get(f"{zipkin}/api/v2/traces?{query}"):
            services = {span.get("localEndpoint", {}).get("serviceName") for span in spans}
            if {"shop", "pricing"} <= services:
                return spans
        return None

    return eventually("a trace of shop and pricing", found)


def print_tree(spans):
    ids = {span["id"] for span in spans}
    children = {}
    for span in sorted(spans, key=lambda it: it.get("timestamp", 0)):
        parent = span.get("parentId")
        children.setdefault(parent if parent in ids and parent != span["id"] else None, []).append(span)

    def walk(parent, indent):
        for span in children.get(parent, []):
            service = span.get("localEndpoint", {}).get("serviceName", "?")
            kind = span.get("kind", "").lower()
            millis = span.get("duration", 0) / 1000
            tags = span.get("tags", {})
            language = tags.get("telemetry.sdk.language", "")
            print(f"  {indent}{span['name']}  [{service} {language}{', ' + kind if kind else ''}] {millis:.1f} ms")
            walk(span["id"], indent + "   ")

    print(f"  trace {spans[0]['traceId']}")
    walk(None, "")


def print_metrics(prometheus):
    for title, query in [
        ("made by hand in the shop", "shop_orders_total"),
        ("made by the Java agent", 'sum by (service_name) (jvm_memory_used_bytes{service_name="shop"})'),
        ("made by the Python agent", 'sum by (service_name) (http_server_duration_milliseconds_count{service_name="pricing"} '
                                     'or http_server_request_duration_seconds_count{service_name="pricing"})'),
    ]:
        url = f"{prometheus}/api/v1/query?" + urllib.parse.urlencode({"query": query})
        rows = eventually(f"the metric {query}", lambda url=url: get(url)["data"]["result"])
        for row in rows:
            labels = row["metric"]
            shown = labels.get("shop_item") or labels.get("service_name", "")
            print(f"  {query.split('(')[-1].split('{')[0] if '(' in query else query:34} {shown:10} {float(row['value'][1]):>14.0f}   {title}")


def print_pods():
    pods = json.loads(subprocess.run(
        ["kubectl", "-n", NAMESPACE, "get", "pods", "-o", "json"], check=True, capture_output=True, text=True).stdout)
    for pod in pods["items"]:
        note = pod["metadata"].get("annotations", {}).get(INJECTION, "not asked for")
        print(f"  {pod['metadata']['name']:36} {note}")


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--orders", type=int, default=0)
    count = arguments.parse_args().orders
    if count:
        with reach("shop", 8080) as shop:
            order(shop, count)
    with reach("zipkin", 9411) as zipkin, reach("prometheus", 9090) as prometheus:
        print("\nA trace across both applications, from Zipkin:")
        print_tree(trace(zipkin))
        print("\nMetrics, from Prometheus:")
        print_metrics(prometheus)
    print("\nPods, and what was injected into them:")
    print_pods()
    print("""
Go on with (after: eval "$(e2e/cluster/env)"):
  kubectl -n shop port-forward service/zipkin 9411        then http://127.0.0.1:9411/zipkin/
  kubectl -n shop port-forward service/prometheus 9090    then http://127.0.0.1:9090/graph
  kubectl -n shop port-forward service/shop 8080          then curl 'http://127.0.0.1:8080/order?item=tea'
  kubectl -n shop logs deployment/gateway-collector       what passes through the collector
  kubectl -n shop describe otelcol gateway                its state and conditions
  make demo-down                                          removes all of it
""")


if __name__ == "__main__":
    main()
