/** The HTTP door: webhooks, the review API, pages and health. Sees Javalin; does no work. */
package dev.flux.server;
