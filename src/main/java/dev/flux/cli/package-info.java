/** The command line: one door to the review line, besides the webhooks and the web API. */
package dev.flux.cli;
