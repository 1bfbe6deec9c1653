/** GitHub: the only package that sees its client library and its REST API. */
package dev.flux.forge.github;
