/** Raw requests become verified deliveries, deliveries become triggers; no work is done here. */
package dev.flux.webhook;
