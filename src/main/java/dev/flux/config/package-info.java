/** Settings: of the server, and of a repository. */
package dev.flux.config;
