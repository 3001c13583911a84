// SPDX-License-Identifier: Apache-2.0
package dev.windlass.engine.job;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/// Stands before something that the daemon calls, and lets trouble happen before and after each
/// call, so between any two steps of the daemon.
final class Door {
  private Door() {}

  static <T> T before(Class<T> type, T behind, Runnable trouble) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (_, method, arguments) -> {
              trouble.run();
              Object result;
              try {
                result = method.invoke(behind, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
              trouble.run();
              return result;
            }));
  }
}
