/**
 * Jars to sink factories. Each plugin has a class loader of its own and sees the JDK, the API and slf4j, nothing else;
 * the shipped ones are loaded exactly as a stranger's. May import {@code config} and {@code api}. Start at {@code
 * Plugins}.
 */
package dev.porchlight.plugin;
