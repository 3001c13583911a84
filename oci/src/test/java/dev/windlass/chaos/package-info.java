@NullMarked
package dev.windlass.chaos;

import org.jspecify.annotations.NullMarked;
