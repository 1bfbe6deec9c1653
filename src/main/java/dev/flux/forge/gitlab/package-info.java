/** GitLab behind the forge port, over its REST API (version 4). */
package dev.flux.forge.gitlab;
