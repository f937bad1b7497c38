import java.io.File;
import java.security.KeyStore;
import java.util.Base64;

/**
 * Prints a private key of a key store as PEM (PKCS #8, RFC 7468), which keytool does not. Arguments:
 * the store, its password, the key's alias.
 */
void main(String[] arguments) throws Exception {
  char[] password = arguments[1].toCharArray();
  var key = KeyStore.getInstance(new File(arguments[0]), password).getKey(arguments[2], password);
  IO.println("-----BEGIN PRIVATE KEY-----");
  IO.println(Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded()));
  IO.println("-----END PRIVATE KEY-----");
}
