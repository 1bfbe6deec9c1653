/** GitLab's webhooks: their token or signature, and what their events ask for. */
package dev.flux.webhook.gitlab;
