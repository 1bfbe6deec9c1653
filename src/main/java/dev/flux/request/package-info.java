/** What Flux does on a change request: it reviews, obeys commands, and leads a rollout through. */
package dev.flux.request;
