package org.pimtools.testkit.doubles.amazon;

import java.util.UUID;
import org.pimtools.testkit.doubles.HttpExchange;
import org.pimtools.testkit.doubles.PageFault;
import org.pimtools.testkit.server.Xml;

/**
 * An error as EC2 answers it. Sources: the API reference of EC2, "Error codes", for codes and XML; the status and the message of
 * {@code AuthFailure}, {@code RequestExpired} and {@code RequestLimitExceeded} from what users of the vendor's clients reported.
 *
 * @param status of HTTP
 */
public record Ec2Error(int status, String code, String message) {
    public static Ec2Error requestLimitExceeded() {
        return new Ec2Error(503, "RequestLimitExceeded", "Request limit exceeded.");
    }

    /** Too old a request, or temporary credentials whose time is over. */
    public static Ec2Error requestExpired() {
        return new Ec2Error(400, "RequestExpired", "Request has expired.");
    }

    /** What other services of the vendor answer to temporary credentials whose time is over. */
    public static Ec2Error expiredToken() {
        return new Ec2Error(403, "ExpiredToken", "The security token included in the request is expired");
    }

    public static Ec2Error authFailure() {
        return new Ec2Error(401, "AuthFailure", "AWS was not able to validate the provided access credentials");
    }

    public static Ec2Error unauthorizedOperation() {
        return new Ec2Error(403, "UnauthorizedOperation", "You are not authorized to perform this operation.");
    }

    /** What Elastic Load Balancing answers to an account that may not. */
    public static Ec2Error accessDenied() {
        return new Ec2Error(403, "AccessDenied", "User is not authorized to perform this action");
    }

    public static Ec2Error internalError() {
        return new Ec2Error(500, "InternalError", "An internal error has occurred");
    }

    public static Ec2Error invalid(String code, String message) {
        return new Ec2Error(400, code, message);
    }

    /** That a list of EC2 answers so. */
    public PageFault refuses() {
        return new PageFault.Refuses(reply());
    }

    /** That a list of Elastic Load Balancing answers so. */
    public PageFault refusesBalancers() {
        return new PageFault.Refuses(elbReply());
    }

    /** As another service of the vendor answers it, {@code ErrorResponse} with one error. */
    HttpExchange.Reply elbReply() {
        return HttpExchange.Reply.xml(
                status,
                "<ErrorResponse xmlns=\"http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/\">\n<Error><Type>"
                        + (status < 500 ? "Sender" : "Receiver") + "</Type><Code>" + Xml.escape(code)
                        + "</Code><Message>" + Xml.escape(message) + "</Message></Error><RequestId>"
                        + UUID.randomUUID() + "</RequestId></ErrorResponse>");
    }

    HttpExchange.Reply reply() {
        return HttpExchange.Reply.xml(
                status,
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Response><Errors><Error><Code>" + Xml.escape(code)
                        + "</Code><Message>" + Xml.escape(message) + "</Message></Error></Errors><RequestID>"
                        + UUID.randomUUID() + "</RequestID></Response>");
    }
}
