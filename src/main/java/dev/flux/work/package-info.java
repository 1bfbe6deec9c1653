/** Durable work: deliveries are stored, and each change request is worked on by one at a time. */
package dev.flux.work;
