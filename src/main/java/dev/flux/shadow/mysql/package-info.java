/** Throwaway databases of MySQL and MariaDB, on a server with an address. */
package dev.flux.shadow.mysql;
