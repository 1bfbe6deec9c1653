/** GitHub's webhooks: their signature, and what their events ask for. */
package dev.flux.webhook.github;
