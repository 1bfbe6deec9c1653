package dev.flux.repository;

import dev.flux.config.Secret;
import java.net.URI;
import java.util.Optional;

/**
 * Where a change request's commits are fetched from.
 *
 * @param url of the target repository: http, https or file
 * @param user name for HTTP authentication
 * @param password token for HTTP authentication; empty for a public or local repository
 * @param headRef the ref that the forge keeps at the request's head, such as {@code
 *     refs/pull/7/head}
 */
public record GitRemote(URI url, String user, Optional<Secret> password, String headRef) {}
