package dev.flux.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A small forge on this machine: it answers what Flux asks and keeps what Flux posts, so that the
 * demo can show it.
 */
abstract class LocalForge implements AutoCloseable {
  static final ObjectMapper JSON = new ObjectMapper();

  private final List<Conversation> conversations;
  private final List<Route> routes = new ArrayList<>();
  private final HttpServer http;
  private final ExecutorService threads = Executors.newFixedThreadPool(4);

  LocalForge(List<Conversation> conversations) throws IOException {
    this.conversations = new CopyOnWriteArrayList<>(conversations);
    this.http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.setExecutor(threads);
    http.createContext("/", this::answer);
  }

  /** One request that is understood. */
  private record Route(String method, Pattern path, Answer answer) {}

  /** What is answered to a request. */
  @FunctionalInterface
  interface Answer {

    /**
     * Answers.
     *
     * @param path its groups are the variable parts of the path, decoded by {@link #part}
     * @param body JSON, or form fields as JSON; an empty object where there is none
     */
    JsonNode to(Matcher path, JsonNode body);
  }

  /** Understands one more kind of request; {@code *} in the path stands for one variable part. */
  final void on(String method, String path, Answer answer) {
    routes.add(new Route(method, Pattern.compile(path.replace("*", "([^/]+)")), answer));
  }

  final void start() {
    http.start();
  }

  /** Without a slash at its end. */
  final URI address() {
    return URI.create("http://localhost:" + http.getAddress().getPort());
  }

  /** A variable part of a path. */
  static String part(Matcher path, int group) {
    return URLDecoder.decode(path.group(group), StandardCharsets.UTF_8);
  }

  final Conversation conversation(String repository, String number) {
    return conversations.stream()
        .filter(c -> c.request().id().repository().equals(repository))
        .filter(c -> Long.toString(c.request().id().number()).equals(number))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no such request: " + repository));
  }

  /** All of a repository; the one of the sample comes first. */
  final List<Conversation> conversationsIn(String repository) {
    return conversations.stream()
        .filter(c -> c.request().id().repository().equals(repository))
        .toList();
  }

  /** Flux opened another request. */
  final void add(Conversation opened) {
    conversations.add(opened);
  }

  final Conversation conversationAt(String repository, String sha) {
    return conversations.stream()
        .filter(c -> c.request().id().repository().equals(repository))
        .filter(c -> c.commits().head().equals(sha) || c.head().equals(sha))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no such commit: " + sha));
  }

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String raw = exchange.getRequestURI().getRawPath();
      JsonNode body = body(exchange);
      Optional<Route> route =
          routes.stream()
              .filter(r -> r.method().equals(exchange.getRequestMethod()))
              .filter(r -> r.path().matcher(raw).matches())
              .findFirst();
      if (route.isEmpty()) {
        send(exchange, 404, object().put("message", "Not Found"));
        return;
      }
      Matcher path = route.get().path().matcher(raw);
      if (path.matches()) {
        send(
            exchange,
            exchange.getRequestMethod().equals("POST") ? 201 : 200,
            route.get().answer().to(path, body));
      }
    } catch (IllegalArgumentException e) {
      send(exchange, 404, object().put("message", e.getMessage()));
    }
  }

  private static JsonNode body(HttpExchange exchange) throws IOException {
    String text = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    @Nullable String type = exchange.getRequestHeaders().getFirst("Content-Type");
    if (text.isEmpty()) {
      return object();
    }
    return type != null && type.startsWith("application/x-www-form-urlencoded")
        ? form(text)
        : JSON.readTree(text);
  }

  private static JsonNode form(String text) {
    ObjectNode fields = object();
    for (String pair : text.split("&", -1)) {
      int sign = pair.indexOf('=');
      if (sign > 0) {
        fields.put(decoded(pair.substring(0, sign)), decoded(pair.substring(sign + 1)));
      }
    }
    return fields;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private static void send(HttpExchange exchange, int status, JsonNode json) throws IOException {
    byte[] bytes = JSON.writeValueAsBytes(json);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    http.stop(0);
    threads.shutdownNow();
  }
}
