/** {@code flux demo}: sample deliveries, sent to the real server, with a small forge of its own. */
package dev.flux.cli.demo;
