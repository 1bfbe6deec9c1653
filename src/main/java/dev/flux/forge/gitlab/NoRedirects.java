package dev.flux.forge.gitlab;

import jakarta.ws.rs.client.Client;
import jakarta.ws.rs.core.Configuration;
import java.util.concurrent.Future;
import org.glassfish.jersey.client.ClientProperties;
import org.glassfish.jersey.client.ClientRequest;
import org.glassfish.jersey.client.ClientResponse;
import org.glassfish.jersey.client.HttpUrlConnectorProvider;
import org.glassfish.jersey.client.spi.AsyncConnectorCallback;
import org.glassfish.jersey.client.spi.Connector;
import org.glassfish.jersey.client.spi.ConnectorProvider;

/**
 * The library's usual connection, but for redirects: it asks to follow them on every request, which
 * would hand the token to whatever host they name. Public because the library makes it by its name.
 */
public final class NoRedirects implements ConnectorProvider {

  @Override
  public Connector getConnector(Client client, Configuration configuration) {
    return new Stopping(new HttpUrlConnectorProvider().getConnector(client, configuration));
  }

  private record Stopping(Connector usual) implements Connector {
    private static ClientRequest stopped(ClientRequest request) {
      request.setProperty(ClientProperties.FOLLOW_REDIRECTS, false);
      return request;
    }

    @Override
    public ClientResponse apply(ClientRequest request) {
      return usual.apply(stopped(request));
    }

    @Override
    public Future<?> apply(ClientRequest request, AsyncConnectorCallback callback) {
      return usual.apply(stopped(request), callback);
    }

    @Override
    public String getName() {
      return usual.getName();
    }

    @Override
    public void close() {
      usual.close();
    }
  }
}
