// What stands around a recipe: the names that recipes use.
import java.io.*;
import java.net.*;
import java.net.http.*;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.util.*;
import java.util.zip.*;

abstract class Mend {
    String address, username, opaque, nonce, nc, cnonce, ha1, ha2, proposed, xmlns;
    String cell;
    List<String> headers, row;
    Path file, out, part;
    byte[] body;
    HttpResponse<InputStream> answer;

    abstract String md5(String text);

    void mend() throws Exception {
        // the recipe
    }
}
