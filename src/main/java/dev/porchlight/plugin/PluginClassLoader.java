package dev.porchlight.plugin;

import java.net.URL;
import java.net.URLClassLoader;

/** The classes of one plugin. Its parent shows the JDK, the plugin API and slf4j; the host itself cannot be seen. */
final class PluginClassLoader extends URLClassLoader {
    static {
        registerAsParallelCapable();
    }

    PluginClassLoader(String name, URL[] jars) {
        super("plugin-" + name, jars, new ApiOnly());
    }

    /** Lets through what the contract names. */
    private static final class ApiOnly extends ClassLoader {
        ApiOnly() {
            super(ClassLoader.getPlatformClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (name.startsWith("dev.porchlight.api.") || name.startsWith("org.slf4j.")) {
                return PluginClassLoader.class.getClassLoader().loadClass(name);
            }
            throw new ClassNotFoundException(name);
        }
    }
}
