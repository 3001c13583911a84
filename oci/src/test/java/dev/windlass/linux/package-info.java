@NullMarked
package dev.windlass.linux;

import org.jspecify.annotations.NullMarked;
