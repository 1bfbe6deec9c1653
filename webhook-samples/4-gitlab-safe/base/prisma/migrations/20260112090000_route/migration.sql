ALTER TABLE "Ferry" ADD CONSTRAINT "Ferry_route_check" CHECK ("route" > 0) NOT VALID;
